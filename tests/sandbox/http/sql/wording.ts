import type { OraError } from "../../errors";
import type { Statement } from "./script";

/** What SQL*Plus would print for a statement that went well (fact 124). */
export function doneText({ text, type }: Statement, rowsAffected: number): string {
  const words = text.toLowerCase().split(/[\s(;]+/);
  switch (type) {
    case "plsql":
      return words[0] === "create" ? createdText(text) : "\nPL/SQL procedure successfully completed.\n";
    case "dml":
      return `\n${dmlText(words[0] ?? "", rowsAffected)}\n`;
    case "transaction-control":
      return `\n${capital(words[0] ?? "")} complete.\n`;
    default:
      return createdText(text);
  }
}

const dmlVerbs = new Map(
  Object.entries({
    insert: "inserted",
    update: "updated",
    delete: "deleted",
    merge: "merged",
  }),
);

function dmlText(word: string, rows: number): string {
  const verb = dmlVerbs.get(word);
  return verb === undefined ? `${capital(word)} succeeded.` : `${rows} row${rows === 1 ? "" : "s"} ${verb}.`;
}

const ddlVerbs = new Map(
  Object.entries({
    create: "created",
    alter: "altered",
    drop: "dropped",
    truncate: "truncated",
    comment: "created",
  }),
);

const ddl =
  /^(\w+)\s+(?:or\s+replace\s+)?(?:(?:global|temporary|unique|public|force|editionable|noneditionable|materialized)\s+)*(\w+)(?:\s+body)?\s+(?:if\s+(?:not\s+)?exists\s+)?("[^"]+"|[\w$#.]+)?/i;

function createdText(text: string): string {
  const [, verb = "", kind = "", name = ""] = ddl.exec(text) ?? [];
  const done = ddlVerbs.get(verb.toLowerCase());
  if (done === undefined)
    return `\n${capital(verb === "" ? (text.split(/\s/)[0] ?? "") : verb)} succeeded.\n`;
  const object = name.startsWith('"') ? name.slice(1, -1) : name.toUpperCase();
  return `\n${capital(kind)} ${object} ${done}.\n`;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1).toLowerCase();
}

export function failedText({ text, startLine }: Statement, error: OraError): string {
  return `\nError starting at line : ${startLine} in command -\n${text}\nError report -\n${error.message}\n`;
}

/** Line and column of an error: as the message gives them, or from the position in the statement. */
export function errorPosition(
  { text, startLine }: Statement,
  error: OraError,
): { line: number; column: number } {
  const told = /line (\d+), column (\d+)/.exec(error.message);
  if (told !== null) return { line: startLine + Number(told[1]) - 1, column: Number(told[2]) };
  const before = text.slice(0, error.offset).split("\n");
  return { line: startLine + before.length - 1, column: before.at(-1)?.length ?? 0 };
}
