import type { BindInfo, ExecuteCall, ExecuteResult, StatementKind, WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import type { HandlerSession } from "./database";

export interface Bind {
  readonly type: number;
  readonly value: WireValue;
}

/** In bytes: the longest VARCHAR2 of PL/SQL; longer texts travel as CLOB. */
const longestVarchar = 32_767;

export function bindOf(value: WireValue): Bind {
  if (Buffer.isBuffer(value)) return { type: typeCodes.blob, value };
  if (value instanceof Date) return { type: typeCodes.timestampTz, value };
  if (typeof value === "number") return { type: typeCodes.number, value: String(value) };
  if (typeof value === "boolean") return { type: typeCodes.boolean, value };
  const long = typeof value === "string" && Buffer.byteLength(value) > longestVarchar;
  return { type: long ? typeCodes.clob : typeCodes.varchar, value: value === "" ? null : value };
}

export function statementKind(sql: string): StatementKind {
  const first = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/|\()*([a-z]+)/i.exec(sql)?.[1]?.toLowerCase() ?? "";
  if (first === "select" || first === "with") return "query";
  if (["begin", "declare", "call"].includes(first)) return "plsql";
  return ["insert", "update", "delete", "merge"].includes(first) ? "dml" : "other";
}

/** Runs one statement with named binds. */
export function execute(
  session: HandlerSession,
  sql: string,
  binds: Readonly<Record<string, Bind>> = {},
  signal: AbortSignal = new AbortController().signal,
): Promise<ExecuteResult> {
  const entries = Object.entries(binds);
  const call: ExecuteCall = {
    sql,
    kind: statementKind(sql),
    binds: entries.map(([name, { type }]) => info(name, type)),
    rows: [Object.fromEntries(entries.map(([name, { value }]) => [name, value]))],
    batchErrors: false,
    describeOnly: false,
    signal,
  };
  return session.execute(call);
}

function info(name: string, type: number): BindInfo {
  return { name, type, maxSize: longestVarchar, isArray: false, returning: false };
}
