import type oracledb from "oracledb";
import type { Place, ScriptSession } from "./session";
import { tableText } from "./table";

const tableQuery = `select column_name as "Name", case nullable when 'N' then 'NOT NULL' end as "Null?", data_type as "Type"
  from all_tab_columns where table_name = :name and owner = nvl(:owner, user) order by column_id`;

const argumentQuery = `select object_name as "Name", argument_name as "Argument", data_type as "Type", in_out as "In/Out"
  from all_arguments where nvl(package_name, object_name) = :name and owner = nvl(:owner, owner) order by object_name, overload, sequence`;

/** DESCRIBE of a table, view or package. */
export async function describeObject(session: ScriptSession, rest: string, place: Place): Promise<void> {
  const { connection } = session;
  const parts = rest.split(".").map((part) => /^"(.*)"$/.exec(part)?.[1] ?? part.toUpperCase());
  const [name = "", owner = null] = parts.reverse();
  for (const query of [tableQuery, argumentQuery]) {
    const found: oracledb.Result<unknown[]> | undefined = await connection?.execute<unknown[]>(query, {
      name,
      owner,
    });
    if (found?.rows === undefined || found.rows.length === 0) continue;
    session.say(
      tableText(
        (found.metaData ?? []).map((column) => column.name),
        found.rows,
      ),
    );
    return;
  }
  session.report(place, `ORA-04043: object ${rest} does not exist`);
}
