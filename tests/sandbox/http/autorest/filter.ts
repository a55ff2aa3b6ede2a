import type { Column } from "../../net/backend";
import type { Bind } from "../call";
import { badRequest } from "../problems";
import { columnOf, quoted } from "./table";
import type { Table } from "./table";
import { columnBind } from "./values";

/** A condition and an order as SQL text, with the values as binds. */
export interface Filter {
  readonly where: string;
  readonly orderBy: string;
  readonly binds: Readonly<Record<string, Bind>>;
}

/** Operators on one column by name: SQL with the column and the place of each operand. */
const operators = new Map<string, (column: string, operands: readonly string[]) => string>(
  Object.entries({
    $eq: (column: string, [a]: readonly string[]) => `${column} = ${a}`,
    $ne: (column: string, [a]: readonly string[]) => `${column} <> ${a}`,
    $gt: (column: string, [a]: readonly string[]) => `${column} > ${a}`,
    $gte: (column: string, [a]: readonly string[]) => `${column} >= ${a}`,
    $lt: (column: string, [a]: readonly string[]) => `${column} < ${a}`,
    $lte: (column: string, [a]: readonly string[]) => `${column} <= ${a}`,
    $like: (column: string, [a]: readonly string[]) => `${column} like ${a}`,
    $instr: (column: string, [a]: readonly string[]) => `instr(${column}, ${a}) > 0`,
    $ninstr: (column: string, [a]: readonly string[]) => `instr(${column}, ${a}) = 0`,
    $between: (column: string, [a, b]: readonly string[]) => `${column} between ${a} and ${b}`,
    $null: (column: string) => `${column} is null`,
    $notnull: (column: string) => `${column} is not null`,
  }),
);

/** Turns the filter object of `q` into SQL. */
export function filterSql(table: Table, q: Readonly<Record<string, unknown>> | undefined): Filter {
  const { $orderby: order, ...conditions } = q ?? {};
  const writer = new Writer(table);
  const where = writer.all(conditions);
  return { where, orderBy: orderOf(table, order), binds: writer.binds };
}

class Writer {
  readonly binds: Record<string, Bind> = {};
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  all(conditions: Readonly<Record<string, unknown>>): string {
    return joined(
      Object.entries(conditions).map(([name, value]) => this.#one(name, value)),
      "and",
    );
  }

  #one(name: string, value: unknown): string {
    if (name === "$and" || name === "$or") {
      if (!Array.isArray(value)) throw badRequest(`${name} takes a list`);
      return joined(
        value.map((each) => this.all(asObject(each))),
        name.slice(1),
      );
    }
    const column = columnOf(this.#table, name);
    if (column === undefined) throw badRequest(`There is no column ${name}`);
    const parts = Array.isArray(value) ? value : [value];
    return joined(
      parts.map((part) => this.#condition(column, part)),
      "and",
    );
  }

  #condition(column: Column, value: unknown): string {
    if (value === null) return `${quoted(column.name)} is null`;
    if (typeof value !== "object" || "$date" in value) return this.#compare(column, "$eq", value);
    return joined(
      Object.entries(value).map(([operator, operand]) => this.#compare(column, operator, operand)),
      "and",
    );
  }

  #compare(column: Column, operator: string, operand: unknown): string {
    const write = operators.get(operator);
    if (write === undefined) throw badRequest(`There is no operator ${operator}`);
    const operands: unknown[] =
      operator === "$between" ? asPair(operand) : operator.endsWith("null") ? [] : [operand];
    return write(
      quoted(column.name),
      operands.map((each) => this.#bind(column, each)),
    );
  }

  #bind(column: Column, value: unknown): string {
    const name = `Q${Object.keys(this.binds).length + 1}`;
    this.binds[name] = columnBind(column, value);
    return `:${name}`;
  }
}

function joined(conditions: readonly string[], word: string): string {
  const written = conditions.filter((each) => each !== "");
  return written.length > 1 ? `(${written.join(` ${word} `)})` : (written[0] ?? "");
}

function asObject(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw badRequest("The filter is not valid");
  return value as Record<string, unknown>;
}

function asPair(value: unknown): unknown[] {
  if (!Array.isArray(value) || value.length !== 2) throw badRequest("$between takes two values");
  return value;
}

/** Without an order, that of the key. */
function orderOf(table: Table, order: unknown): string {
  if (order === undefined) return table.key.map(({ name }) => quoted(name)).join(", ");
  return Object.entries(asObject(order))
    .map(([name, direction]) => {
      const column = columnOf(table, name);
      if (column === undefined) throw badRequest(`There is no column ${name}`);
      const descending = typeof direction === "string" ? /^desc$/i.test(direction) : Number(direction) < 0;
      return `${quoted(column.name)}${descending ? " desc" : ""}`;
    })
    .join(", ");
}
