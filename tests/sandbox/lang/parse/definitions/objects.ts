import type { CreateIndex, CreateSynonym, CreateType, CreateView, Identifier } from "../../ast";
import type { TokenStream } from "../../stream";
import { expression } from "../expression";
import { isQuery, query } from "../query";
import { dataType } from "../types";
import { ifNotExists, skipParenthesised, skipRest } from "./shared";

export function createIndex(s: TokenStream, pos: number, unique: boolean): CreateIndex {
  ifNotExists(s);
  const name = s.path();
  s.expect("ON");
  const table = s.path(903);
  const columns = s.parenthesised(() =>
    s.list(() => {
      const column = expression(s);
      if (s.isOneOf("ASC", "DESC")) s.next();
      return column;
    }),
  );
  skipRest(s);
  return { kind: "createIndex", pos, unique, name, table, columns };
}

export function createView(s: TokenStream, pos: number, orReplace: boolean, force: boolean): CreateView {
  ifNotExists(s);
  const name = s.path(903);
  const columns: Identifier[] = [];
  if (s.is("(")) {
    s.parenthesised(() =>
      s.list(() => {
        columns.push(s.identifier());
        while (!s.is(",") && !s.is(")") && !s.kindIs("end")) s.next();
      }),
    );
  }
  while (s.isOneOf("BEQUEATH", "DEFAULT", "SHARING")) {
    while (!s.is("AS") && !s.kindIs("end")) s.next();
  }
  s.expect("AS");
  if (!isQuery(s)) s.fail(928, "SELECT");
  const from = s.pos;
  const parsed = query(s);
  const text = s.text.slice(from, s.end);
  if (s.accept("WITH")) {
    if (s.accept("READ")) s.expect("ONLY");
    else {
      s.expectAll("CHECK", "OPTION");
      if (s.accept("CONSTRAINT")) s.identifier();
    }
  }
  return { kind: "createView", pos, orReplace, force, name, columns, query: parsed, text };
}

export function createSynonym(
  s: TokenStream,
  pos: number,
  orReplace: boolean,
  isPublic: boolean,
): CreateSynonym {
  ifNotExists(s);
  const name = s.path();
  s.expect("FOR");
  const target = s.path();
  return { kind: "createSynonym", pos, orReplace, public: isPublic, name, for: target };
}

export function createType(s: TokenStream, pos: number, orReplace: boolean): CreateType {
  ifNotExists(s);
  const name = s.path();
  if (s.accept("FORCE")) s.accept("AUTHID");
  if (s.accept("AUTHID")) s.next();
  if (!s.accept("AS")) s.expect("IS");
  const definition = typeDefinition(s);
  while (s.accept(";") || s.accept("/"));
  skipRest(s);
  return { kind: "createType", pos, orReplace, name, definition };
}

function typeDefinition(s: TokenStream): CreateType["definition"] {
  if (s.accept("TABLE")) {
    s.expect("OF");
    return { kind: "table", of: dataType(s) };
  }
  if (s.accept("VARRAY") || s.accept("VARYING", "ARRAY")) {
    skipParenthesised(s);
    s.expect("OF");
    return { kind: "table", of: dataType(s) };
  }
  s.expect("OBJECT");
  const attributes: { name: Identifier; type: ReturnType<typeof dataType> }[] = [];
  s.parenthesised(() =>
    s.list(() => {
      if (s.isOneOf("MEMBER", "STATIC", "CONSTRUCTOR", "MAP", "ORDER")) method(s);
      else attributes.push({ name: s.identifier(), type: dataType(s) });
    }),
  );
  skipRest(s);
  return { kind: "object", attributes };
}

/** Its body is refused where it comes. */
function method(s: TokenStream): void {
  while (!s.is(",") && !s.is(")") && !s.kindIs("end")) {
    if (s.is("(")) skipParenthesised(s);
    else s.next();
  }
}
