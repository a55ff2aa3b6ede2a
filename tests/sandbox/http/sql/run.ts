import { OraError } from "../../errors";
import { typeCodes } from "../../net/codec";
import { execute } from "../call";
import type { HandlerSession } from "../database";
import { plainText } from "../json";
import { bindsText, bound } from "./binds";
import { clientCommand } from "./client";
import type { Client } from "./client";
import type { SqlRequest } from "./request";
import { resultSetText } from "./resultSet";
import { split } from "./script";
import type { Statement } from "./script";
import { doneText, errorPosition, failedText } from "./wording";

export interface Outcome {
  /** JSON texts. */
  readonly items: readonly string[];
  readonly failed: boolean;
}

/** Runs a script in one session; a failing statement does not end it unless the script says so (fact 128). */
export async function runScript(
  request: SqlRequest,
  session: HandlerSession,
  signal: AbortSignal,
): Promise<Outcome> {
  const client: Client = { serverOutput: false, onError: "continue" };
  const items: string[] = [];
  let failed = false;
  for (const statement of split(request.script)) {
    const common = informationOf(statement, items.length + 1, request);
    const result = await runOne(statement, request, session, client, signal);
    items.push(itemText([...common, ...result.members]));
    if (result.failed) failed = true;
    if (result.failed && client.onError === "exit") break;
  }
  return { items, failed };
}

/** A member's name and its value as JSON text. */
type Member = readonly [string, string];

interface Result {
  readonly members: readonly Member[];
  readonly failed: boolean;
}

function itemText(members: readonly Member[]): string {
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join(",")}}`;
}

function informationOf(
  { text, type, startLine, endLine }: Statement,
  id: number,
  request: SqlRequest,
): Member[] {
  const members: Member[] = [];
  if (request.wants("statementInformation")) {
    members.push(
      ["statementId", String(id)],
      ["statementType", JSON.stringify(type)],
      ["statementPos", JSON.stringify({ startLine, endLine })],
    );
  }
  if (request.wants("statementText")) members.push(["statementText", JSON.stringify(text)]);
  return members;
}

async function runOne(
  statement: Statement,
  request: SqlRequest,
  session: HandlerSession,
  client: Client,
  signal: AbortSignal,
): Promise<Result> {
  if (statement.type !== "sqlplus") return runStatement(statement, request, session, client, signal);
  const effect = clientCommand(statement.text, client);
  switch (effect.kind) {
    case "said":
      return { members: ending(request, effect.lines, 0), failed: false };
    case "block":
      return runStatement(
        { ...statement, text: effect.text, type: "plsql" },
        request,
        session,
        client,
        signal,
      );
    case "serverOutput":
      if (effect.on) await execute(session, "begin dbms_output.enable(null); end;");
      return { members: ending(request, [], 0), failed: false };
  }
}

async function runStatement(
  statement: Statement,
  request: SqlRequest,
  session: HandlerSession,
  client: Client,
  signal: AbortSignal,
): Promise<Result> {
  try {
    if (statement.type === "transaction-control" && /^commit\b/i.test(statement.text)) {
      await session.commit();
      return { members: ending(request, [doneText(statement, 0)], 0), failed: false };
    }
    const call = bound(statement.text, request);
    const result = await execute(session, call.text, call.binds, signal);
    const binds = bindsText(call, result.kind === "block" ? result.outs : {}, request);
    const bindMembers: Member[] = binds === undefined ? [] : [["binds", binds]];
    if (result.kind === "rows") {
      const set: Member = ["resultSet", resultSetText(result, request)];
      return { members: [set, ...ending(request, [], 0), ...bindMembers], failed: false };
    }
    const affected = result.kind === "done" ? result.rowsAffected : 0;
    const printed = client.serverOutput ? await serverOutput(session) : [];
    const said = [...printed, doneText(statement, affected)];
    return { members: [...ending(request, said, affected), ...bindMembers], failed: false };
  } catch (error) {
    if (!(error instanceof OraError)) throw error;
    return { members: failure(statement, request, error), failed: true };
  }
}

function ending(request: SqlRequest, lines: readonly string[], result: number): Member[] {
  const members: Member[] = [];
  if (request.wants("response")) members.push(["response", JSON.stringify(lines)]);
  if (request.wants("result")) members.push(["result", String(result)]);
  return members;
}

function failure(statement: Statement, request: SqlRequest, error: OraError): readonly Member[] {
  const { line, column } = errorPosition(statement, error);
  return [
    ...ending(request, [failedText(statement, error)], 0),
    ["errorCode", String(error.code)],
    ["errorLine", String(line)],
    ["errorColumn", String(column)],
    ["errorDetails", JSON.stringify(error.message)],
  ];
}

/** What DBMS_OUTPUT holds, a line each. */
async function serverOutput(session: HandlerSession): Promise<readonly string[]> {
  const lines: string[] = [];
  const binds = {
    LINE: { type: typeCodes.varchar, value: null },
    STATUS: { type: typeCodes.number, value: null },
  };
  for (;;) {
    const result = await execute(session, "begin dbms_output.get_line(:line, :status); end;", binds);
    if (result.kind !== "block" || Number(result.outs.STATUS ?? 1) !== 0) return lines;
    lines.push(`${plainText(result.outs.LINE ?? null)}\n`);
  }
}
