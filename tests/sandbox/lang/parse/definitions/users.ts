import type { AlterUser, CreateRole, CreateUser, Grant, Identifier, Path } from "../../ast";
import { OraError } from "../../../errors";
import type { TokenStream } from "../../stream";
import { ifNotExists, skipRest } from "./shared";

export function createUser(s: TokenStream, pos: number): CreateUser {
  const exists = ifNotExists(s);
  const name = s.identifier(987);
  const given = identification(s);
  skipRest(s);
  return { kind: "createUser", pos, name, ifNotExists: exists, password: given };
}

/** A password is case sensitive, quoted or not. */
function identification(s: TokenStream): string | undefined {
  if (!s.accept("IDENTIFIED")) return undefined;
  if (!s.accept("BY")) return undefined;
  if (s.accept("VALUES")) return undefined;
  return password(s);
}

function password(s: TokenStream): string {
  if (s.kindIs("quoted")) return s.next().value;
  if (!s.kindIs("word") && !s.kindIs("number")) s.fail(988);
  const { pos, end } = s.next();
  return s.text.slice(pos, end);
}

export function alterUser(s: TokenStream, pos: number): AlterUser {
  s.accept("IF", "EXISTS");
  const name = s.identifier(987);
  let given: string | undefined;
  let connectThrough: Identifier | undefined;
  while (!s.kindIs("end") && !s.is(";")) {
    if (s.is("IDENTIFIED")) given = identification(s) ?? given;
    else if (s.accept("GRANT")) {
      s.expectAll("CONNECT", "THROUGH");
      connectThrough = s.identifier(987);
    } else s.next();
  }
  return { kind: "alterUser", pos, name, password: given, connectThrough };
}

export function createRole(s: TokenStream, pos: number): CreateRole {
  const exists = ifNotExists(s);
  const name = s.identifier();
  skipRest(s);
  return { kind: "createRole", pos, name, ifNotExists: exists };
}

export function grant(s: TokenStream, pos: number): Grant {
  const kind = s.next().value === "GRANT" ? "grant" : "revoke";
  const end = kind === "grant" ? "TO" : "FROM";
  const privileges = s.list(() => privilege(s, end));
  const on = s.accept("ON") ? target(s) : undefined;
  s.expect(end);
  const grantees = s.list(() => (s.is("PUBLIC") ? s.anyWord() : s.identifier(987)));
  const passwords = s.accept("IDENTIFIED", "BY") ? s.list(() => password(s)) : [];
  skipRest(s);
  return { kind, pos, privileges, on, grantees, passwords };
}

/** Words up to a comma, ON or TO; `INSERT (a, b)` is for the whole table here. */
function privilege(s: TokenStream, end: string): string {
  const words: string[] = [];
  if (s.kindIs("quoted")) return s.next().value;
  // EXECUTE ON JAVASCRIPT is a system privilege with an ON in it.
  while (s.kindIs("word") && !s.is(end) && (!s.is("ON") || s.is("JAVASCRIPT", 1))) words.push(s.next().value);
  if (words.length === 0) s.fail(990);
  if (s.is("(")) s.parenthesised(() => s.list(() => s.identifier()));
  return words.join(" ");
}

function target(s: TokenStream): Path {
  if (s.isOneOf("DIRECTORY", "JAVA", "MINING", "EDITION", "SQL") && s.isIdentifier(1)) {
    throw new OraError(
      3001,
      `unimplemented feature: GRANT ON ${s.token.value} is not supported by the sandbox`,
    );
  }
  if (s.accept("USER")) return [s.anyWord()];
  return s.path(903);
}
