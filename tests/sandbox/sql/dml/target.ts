import { OraError } from "../../errors";
import type { Identifier, Path, TableName } from "../../lang/ast";
import { Failure } from "../../plsql/failure";
import { Decimal } from "../../plsql/decimal";
import type { Value } from "../../plsql/catalogue";
import { coerce } from "../../plsql/values";
import type { ColumnSpec, StoredValue } from "../../store";
import type { StoredTable } from "../../store/table";
import type { Right } from "../session";
import { invalidNumber, noTable, notSupported } from "../problems";
import { columnType } from "../types";
import { storedTable } from "../translate/from";
import { Scope } from "../translate/scope";
import type { At } from "../translate/translation";

/** The table that a statement changes. */
export function target(at: At, { name, link }: TableName, right: Right): StoredTable {
  if (link !== undefined) throw notSupported("a database link", name[0]!.pos);
  const found = at.names.find(name, right);
  if (found === undefined) {
    if (at.names.find(name) === undefined) throw noTable(name);
    throw new OraError(1031, "insufficient privileges", { offset: name[0]!.pos });
  }
  if (found.kind !== "table") throw notSupported("a change of rows through a view", name[0]!.pos);
  return at.t.store.versions.table(`${found.owner}.${found.name}`);
}

/** The rows of the table in a scope of their own, and their part of FROM. */
export function targetRows(
  at: At,
  { name, alias }: TableName,
  table: StoredTable,
): { at: At; from: string; row: string } {
  const inside: At = { ...at, scope: new Scope(at.scope) };
  const { owner, name: own } = table.spec;
  const from = storedTable(inside, { owner, name: own }, alias?.name ?? name.at(-1)!.name, alias === undefined ? owner : undefined); // prettier-ignore
  return { at: inside, from, row: inside.scope.sources[0]!.table!.row };
}

/** A column that is assigned to: `t.c` is as good as `c`. */
export function columnOf(table: StoredTable, path: Path | Identifier): ColumnSpec {
  const part = "name" in path ? path : path.at(-1)!;
  const column = table.spec.columns.find(({ name }) => name === part.name);
  if (column === undefined)
    throw new OraError(904, `"${part.name}": invalid identifier`, { offset: part.pos });
  return column;
}

/** A value as the column's type has it. How long it may be is the store's concern. */
export function forColumn(column: ColumnSpec, value: Value): StoredValue {
  const type = columnType(column);
  try {
    const whole = type.kind === "text" || type.kind === "bytes" ? { kind: type.kind } : type.kind === "number" ? { kind: type.kind } : type; // prettier-ignore
    const result = type.kind === "text" ? coerceText(value) : coerce(value, whole);
    if (typeof result === "boolean") return result ? 1 : 0;
    if (
      result !== null &&
      typeof result === "object" &&
      !(result instanceof Date) &&
      !(result instanceof Decimal) &&
      !Buffer.isBuffer(result)
    ) {
      throw new OraError(902, "invalid datatype");
    }
    return result;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 6502 && type.kind === "number") throw invalidNumber(error);
    if (error.code === 6502 && (type.kind === "bytes" || type.kind === "blob"))
      throw new OraError(1465, "invalid hex number");
    throw error.toOraError();
  }
}

/** Longer than PL/SQL's own texts may be, so that the store says for which column it is too long. */
function coerceText(value: Value): Value {
  return typeof value === "string" ? value || null : coerce(value, { kind: "clob" });
}
