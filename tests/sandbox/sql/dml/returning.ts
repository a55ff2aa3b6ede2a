import type { Expression, Returning, TableName } from "../../lang/ast";
import type { Value } from "../../plsql/catalogue";
import type { Variables } from "../../plsql/sql";
import type { StoredTable } from "../../store/table";
import type { Execution } from "../execution";
import { expression } from "../translate/expression";
import { Translation } from "../translate/translation";
import { targetRows } from "./target";
import type { At } from "../translate/translation";

export type RowValues = (execution: Execution, variables: Variables, row: number) => Promise<Value[]>;

/** Expressions over one row of a table as it is when they are asked. */
export function rowValues(
  around: At,
  name: TableName,
  table: StoredTable,
  values: readonly Expression[],
): RowValues {
  const t = new Translation(around.t.catalogue, around.t.session);
  const { at, from, row } = targetRows(t.start(around.variables), name, table);
  const terms = values.map((value) => expression(at, value));
  const which = { number: 0 };
  const parameter = t.parameter({ kind: "context", value: () => which.number }, { kind: "number" });
  const list = terms.map(({ sql }, index) => `${sql} as r${index}`).join(", ");
  const ready = {
    sql: `select ${list} from ${from} where ${row} = ${parameter.sql}`,
    columns: terms.map(({ type }, index) => ({ name: `R${index}`, type })),
    parameters: t.parameters,
  };
  return async (execution, variables, number) => {
    which.number = number;
    const [found] = await execution.rows(ready, variables);
    return found ?? [];
  };
}

export function returned(
  at: At,
  name: TableName,
  table: StoredTable,
  returning: Returning | undefined,
): RowValues | undefined {
  return returning === undefined ? undefined : rowValues(at, name, table, returning.values);
}
