import type { StatementKind } from "./backend";

/** What the listener has to know of a statement: bind names are not on the wire. */
export interface Statement {
  readonly sql: string;
  readonly kind: StatementKind;
  /** In the order in which drivers send values. */
  readonly binds: readonly string[];
  /** How many binds, the last ones, are targets of RETURNING ... INTO. */
  readonly returning: number;
}

const closing: Readonly<Record<string, string>> = { "[": "]", "{": "}", "(": ")", "<": ">" };

/** Comments, literals and quoted names, in which a colon means nothing; and binds. */
const token =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<![\w$#])n?q'(?<open>.)|'[^']*'|"[^"]*"|:\s*(?:"(?<quoted>[^"]+)"|(?<name>[\w$#]+))/giy;

export function statementOf(sql: string): Statement {
  const names: string[] = [];
  /** The text without comments and literals. */
  let code = "";
  /** After a literal a colon is that of a member of JSON, as drivers see it: `'name' : ename`. */
  let afterLiteral = false;
  for (let at = 0; at < sql.length;) {
    token.lastIndex = at;
    const match = token.exec(sql);
    if (match === null) {
      code += sql.charAt(at);
      afterLiteral &&= /\s/.test(sql.charAt(at));
      at += 1;
      continue;
    }
    at = token.lastIndex;
    const { open, quoted, name } = match.groups ?? {};
    if (open !== undefined) {
      const end = sql.indexOf(`${closing[open] ?? open}'`, at);
      at = end === -1 ? sql.length : end + 2;
    }
    const bind = afterLiteral ? undefined : (quoted ?? name?.toUpperCase());
    afterLiteral = open !== undefined || match[0].startsWith("'");
    if (bind !== undefined) names.push(bind);
    code += bind === undefined ? " " : ":";
  }
  const kind = kindOf(code);
  const targets = kind === "dml" ? /\breturn(?:ing)?\b[^]*\binto\b([^]*)$/i.exec(code)?.[1] : undefined;
  const returning = targets?.split(":").length ?? 1;
  return { sql, kind, binds: kind === "plsql" ? [...new Set(names)] : names, returning: returning - 1 };
}

function kindOf(code: string): StatementKind {
  const word = /^[\s(]*([a-z]+)/i.exec(code)?.[1]?.toUpperCase() ?? "";
  if (["BEGIN", "DECLARE", "CALL"].includes(word)) return "plsql";
  if (["SELECT", "WITH"].includes(word)) return "query";
  return ["INSERT", "UPDATE", "DELETE", "MERGE"].includes(word) ? "dml" : "other";
}
