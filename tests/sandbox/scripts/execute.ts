import oracledb from "oracledb";
import { lineAndColumn } from "../lang/text";
import { statementOf } from "../net/statement";
import type { Place, ScriptSession } from "./session";
import { shown, tableText } from "./table";

/** Statements and blocks: runs one, prints what it gives, and counts it. */
export async function runStatement(session: ScriptSession, text: string, place: Place): Promise<void> {
  session.statements++;
  const { connection } = session;
  if (connection === undefined) {
    await failed(session, place, "SP2-0640: Not connected");
    return;
  }
  const names = statementOf(text).binds;
  const missing = names.find((name) => session.binds.get(name) === undefined);
  if (missing !== undefined && !isUnit(text)) {
    await failed(session, place, `SP2-0552: Bind variable "${missing}" not declared.`);
    return;
  }
  try {
    const binds = isUnit(text) ? {} : session.binds.parametersFor(names);
    const result = await connection.execute<unknown[]>(text, binds, options);
    await session.binds.store((result.outBinds ?? {}) as Record<string, unknown>);
    await printed(session, text, result);
    await printOutput(session, connection);
  } catch (error) {
    // The connection may be what is broken.
    await printOutput(session, connection).catch(() => undefined);
    await failed(session, place, messageOf(error) + lineOf(place, text, error));
    return;
  }
  await noteUnit(session, connection, text, place);
}

const options: oracledb.ExecuteOptions = {
  outFormat: oracledb.OUT_FORMAT_ARRAY,
  fetchTypeHandler: ({ dbType }) =>
    dbType === oracledb.DB_TYPE_CLOB || dbType === oracledb.DB_TYPE_NUMBER
      ? { type: oracledb.STRING }
      : dbType === oracledb.DB_TYPE_BLOB
        ? { type: oracledb.BUFFER }
        : undefined,
};

async function failed(session: ScriptSession, place: Place, message: string): Promise<void> {
  session.failed(place, message);
  const { exit, commit } = session.onSqlError;
  if (!exit) return;
  session.over = true;
  await session.disconnect(commit);
}

/** Without what the driver adds. */
function messageOf(error: unknown): string {
  const { message } = error as Error;
  return message.replace(/\nHelp: https:.*$/s, "").trimEnd();
}

/** Where in the script SQL's error is, if not in the first line; PL/SQL says its own lines, from the block's first. */
function lineOf({ line }: Place, text: string, error: unknown): string {
  const { offset = 0, message = "" } = error as { offset?: number; message?: string };
  const further = offset > 0 ? lineAndColumn(text, offset).line - 1 : 0;
  return further === 0 || message.includes("ORA-06550") ? "" : ` (line ${line + further})`;
}

const unit =
  /^\s*create\s+(?:or\s+replace\s+)?(?:(?:non)?editionable\s+)?(procedure|function|package\s+body|package|trigger|type\s+body|type)\s+(?:"?[\w$#]+"?\s*\.\s*)?"?([\w$#]+)"?/i;

/** Colons in a module of MLE are JavaScript's. */
const moduleOfMle = /^create\s+(or\s+replace\s+)?mle\s+module\b/i;

function isUnit(text: string): boolean {
  return unit.test(text) || moduleOfMle.test(text);
}

/** What is compiled with errors is there all the same: it is said, and counts as done. */
async function noteUnit(
  session: ScriptSession,
  connection: oracledb.Connection,
  text: string,
  place: Place,
): Promise<void> {
  const [, type = "", name = ""] = unit.exec(text) ?? [];
  if (name === "") return;
  session.lastUnit = { type: type.toUpperCase().replace(/\s+/g, " "), name: name.toUpperCase() };
  const errors = await errorsOf(connection, session.lastUnit);
  if (errors.length > 0)
    session.report(place, `Warning: ${type.toLowerCase()} created with compilation errors.`);
}

/** Rows of USER_ERRORS. */
export async function errorsOf(
  connection: oracledb.Connection,
  { type, name }: { readonly type: string; readonly name: string },
): Promise<unknown[][]> {
  const { rows } = await connection.execute<unknown[]>(
    "select line, position, text from user_errors where name = :name and type = :type order by sequence",
    { name, type },
    options,
  );
  return rows ?? [];
}

async function printed(
  session: ScriptSession,
  text: string,
  { rows, metaData, rowsAffected }: oracledb.Result<unknown[]>,
): Promise<void> {
  if (rows !== undefined && metaData !== undefined) {
    noteValues(session, metaData, rows);
    if (session.feedback || rows.length > 0)
      session.say(
        `\n${tableText(
          metaData.map(({ name }) => name),
          rows,
        )}`.trimEnd(),
      );
    return;
  }
  if (session.feedback && rowsAffected !== undefined && /^\s*(insert|update|delete|merge)\b/i.test(text))
    session.say(`${rowsAffected} ${rowsAffected === 1 ? "row" : "rows"} affected.`);
  return Promise.resolve();
}

/** COLUMN ... NEW_VALUE: the value of the last row. */
function noteValues(
  session: ScriptSession,
  columns: readonly { readonly name: string }[],
  rows: readonly (readonly unknown[])[],
): void {
  for (const [index, { name }] of columns.entries()) {
    const variable = session.newValues.get(name);
    const last = rows.at(-1);
    if (variable !== undefined && last !== undefined)
      session.substitution.define(variable, shown(last[index]));
  }
}

/** Lines that one call takes. */
const outputLines = 500;

async function printOutput(session: ScriptSession, connection: oracledb.Connection): Promise<void> {
  if (!session.serverOutput) return;
  for (let line = 0; line < outputLines; line++) {
    const { outBinds } = await connection.execute<{ line: string | null; status: number }>(
      "begin dbms_output.get_line(:line, :status); end;",
      {
        line: { dir: oracledb.BIND_OUT, type: oracledb.STRING, maxSize: 32_767 },
        status: { dir: oracledb.BIND_OUT, type: oracledb.NUMBER },
      },
    );
    if (outBinds === undefined || outBinds.status !== 0) return;
    session.say(outBinds.line ?? "");
  }
}
