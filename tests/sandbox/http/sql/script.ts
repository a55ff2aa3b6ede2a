/** What a statement is to the service (fact 123). */
export type StatementType = "query" | "dml" | "ddl" | "plsql" | "transaction-control" | "sqlplus";

export interface Statement {
  /** Without its terminator. */
  readonly text: string;
  readonly type: StatementType;
  /** Lines count from 1. */
  readonly startLine: number;
  readonly endLine: number;
}

/** First words of client commands; each takes one line. */
const clientCommand =
  /^(set|prompt|pro|rem|remark|exec|execute|whenever|define|undefine|def|show|sho|spool|spo|host|ho|@@?|start|sta|column|col|clear|cl|break|bre|btitle|ttitle|variable|var|print|pri|accept|acc|pause|describe|desc|connect|conn|disconnect|exit|quit|alias|cd|ddl|info|load|script|timing)\b|^[@!]/i;

/** SET TRANSACTION, SET ROLE and SET CONSTRAINTS are statements of the database. */
const databaseSet = /^set\s+(transaction|role|constraints?)\b/i;

const block =
  /^(declare\b|begin\b|<<|create\s+(or\s+replace\s+)?((non)?editionable\s+)?(function|procedure|package|trigger|type|library)\b)/i;

const types: readonly (readonly [RegExp, StatementType])[] = [
  [block, "plsql"],
  [/^call\b|^\{/i, "plsql"],
  [/^(select|with)\b|^\(/i, "query"],
  [/^(insert|update|delete|merge|lock|explain)\b/i, "dml"],
  [/^(commit|rollback|savepoint|set)\b/i, "transaction-control"],
];

/** Comments, literals and quoted names, in which nothing ends. */
const opaque =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|n?q'\[[\s\S]*?(?:\]'|$)|n?q'\{[\s\S]*?(?:\}'|$)|n?q'<[\s\S]*?(?:>'|$)|n?q'\([\s\S]*?(?:\)'|$)|n?q'([^\s[{<(])[\s\S]*?(?:\1'|$)|'(?:[^']|'')*(?:'|$)|"[^"]*(?:"|$)/iy;

/** Splits a script as SQL*Plus does: `;` ends SQL, a line with a slash alone ends PL/SQL and runs again what stands. */
export function split(script: string): readonly Statement[] {
  const statements: Statement[] = [];
  let at = 0;
  while ((at = skipBlank(script, at)) < script.length) {
    const rest = script.slice(at);
    const [text, length] = take(rest);
    if (text === "/") {
      const last = statements.filter(({ type }) => type !== "sqlplus").at(-1);
      if (last !== undefined) statements.push(last);
    } else if (text !== "") {
      const startLine = lineAt(script, at);
      statements.push({
        text,
        type: typeOf(text),
        startLine,
        endLine: startLine + text.split("\n").length - 1,
      });
    }
    at += length;
  }
  return statements;
}

/** The statement at the start of a text, and how far it goes with its terminator. */
function take(text: string): readonly [string, number] {
  const lineEnd = text.includes("\n") ? text.indexOf("\n") : text.length;
  if (/^\/[ \t\r]*(\n|$)/.test(text)) return ["/", lineEnd];
  if (clientCommand.test(text) && !databaseSet.test(text)) {
    return [text.slice(0, lineEnd).trimEnd().replace(/;$/, ""), lineEnd];
  }
  const isBlock = block.test(text);
  let at = 0;
  while (at < text.length) {
    opaque.lastIndex = at;
    const skipped = opaque.exec(text);
    if (skipped !== null && skipped[0] !== "") {
      at += skipped[0].length;
    } else if (text[at] === "\n" && /^\n[ \t]*\/[ \t\r]*(\n|$)/.test(text.slice(at, at + 200))) {
      const end = text.indexOf("\n", at + 1);
      return [text.slice(0, at).trimEnd(), end < 0 ? text.length : end];
    } else if (text[at] === ";" && !isBlock) {
      return [text.slice(0, at).trimEnd(), at + 1];
    } else {
      at++;
    }
  }
  return [text.trimEnd(), text.length];
}

function skipBlank(text: string, from: number): number {
  const blank = /(?:\s|--[^\n]*|\/\*[\s\S]*?\*\/|;)*/y;
  blank.lastIndex = from;
  return from + (blank.exec(text)?.[0].length ?? 0);
}

function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

function typeOf(text: string): StatementType {
  if (clientCommand.test(text) && !databaseSet.test(text)) return "sqlplus";
  return types.find(([expression]) => expression.test(text))?.[1] ?? "ddl";
}
