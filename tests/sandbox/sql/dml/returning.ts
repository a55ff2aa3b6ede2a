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

/** A bind that no statement has. */
const rowBind = "#row";

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
  const parameter = t.parameter({ kind: "bind", name: rowBind }, { kind: "number" });
  const list = terms.map(({ sql }, index) => `${sql} as r${index}`).join(", ");
  const ready = {
    sql: `select ${list} from ${from} where ${row} = ${parameter.sql}`,
    columns: terms.map(({ type }, index) => ({ name: `R${index}`, type })),
    parameters: t.parameters,
  };
  return async (execution, variables, number) => {
    const [found] = await execution.rows(ready, {
      value: (path) => variables.value(path),
      bind: (bind) => (bind === rowBind ? number : variables.bind(bind)),
    });
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
