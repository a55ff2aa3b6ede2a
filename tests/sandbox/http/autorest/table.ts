import { OraError } from "../../errors";
import type { Column } from "../../net/backend";
import { execute } from "../call";
import type { HandlerSession } from "../database";
import { jsonName, plainText } from "../json";
import type { EnabledObject } from "../metadata";

/** A table or view as AutoREST sees it. */
export interface Table {
  /** As it is written in SQL. */
  readonly sql: string;
  readonly columns: readonly Column[];
  /** Columns of the primary key in their order; empty where there is none. */
  readonly key: readonly Column[];
}

const keyQuery = `select c.column_name
  from user_constraints k
  join user_cons_columns c on c.constraint_name = k.constraint_name
 where k.constraint_type = 'P' and k.table_name = :name
 order by c.position`;

export async function readTable(object: EnabledObject, session: HandlerSession): Promise<Table> {
  const sql = quoted(object.name);
  const shape = await execute(session, `select * from ${sql} where 1 = 0`);
  const keys = await execute(session, keyQuery, { NAME: { type: 1, value: object.name } });
  if (shape.kind !== "rows" || keys.kind !== "rows")
    throw new OraError(942, "ORA-00942: table or view does not exist");
  const names = Array.from(keys.rows, (row) => plainText(row[0] ?? null));
  const key = names.flatMap((name) => shape.columns.filter((column) => column.name === name));
  return { sql, columns: shape.columns, key };
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', "")}"`;
}

/** The column that a member of a document stands for. */
export function columnOf({ columns }: Table, member: string): Column | undefined {
  return columns.find((column) => jsonName(column.name) === member || column.name === member);
}
