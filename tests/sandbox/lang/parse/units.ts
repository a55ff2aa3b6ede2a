import type { CreateUnit, Path, Unit } from "../ast";
import type { TokenStream } from "../stream";
import { body, block, declarations, subprogram } from "./block";
import { expression } from "./expression";

const unitWords = ["PROCEDURE", "FUNCTION", "PACKAGE", "TRIGGER"];

/** CREATE of PL/SQL, whose text goes to its last END; undefined for other things that are created. */
export function createUnit(s: TokenStream): CreateUnit | undefined {
  const mark = s.mark();
  const { pos } = s.next();
  const orReplace = s.accept("OR", "REPLACE");
  if (s.isOneOf("EDITIONABLE", "NONEDITIONABLE")) s.next();
  if (!unitWords.some((word) => s.is(word))) {
    s.reset(mark);
    return undefined;
  }
  s.plsql = true;
  const { name, unit } = read(s);
  while (s.accept(";"));
  return { kind: "createUnit", pos, orReplace, name, unit };
}

function read(s: TokenStream): { name: Path; unit: Unit } {
  if (s.isOneOf("PROCEDURE", "FUNCTION")) {
    const kind = s.is("FUNCTION") ? "function" : "procedure";
    const mark = s.mark();
    s.next();
    const name = s.path();
    s.reset(mark);
    const unit = subprogram(s);
    if (unit.body === undefined) s.fail(905, "as", "is");
    return { name, unit: { kind, subprogram: unit } };
  }
  if (s.accept("TRIGGER")) return trigger(s);
  s.next();
  const isBody = s.accept("BODY");
  const name = s.path();
  if (s.accept("AUTHID")) s.next();
  if (!s.accept("IS")) s.expect("AS");
  const declared = declarations(s);
  if (!isBody) {
    packageEnd(s);
    return { name, unit: { kind: "package", declarations: declared } };
  }
  if (s.is("BEGIN")) {
    const init = body(s, s.pos, undefined, []);
    s.expect(";");
    return { name, unit: { kind: "package body", declarations: declared, init } };
  }
  packageEnd(s);
  return { name, unit: { kind: "package body", declarations: declared, init: undefined } };
}

function packageEnd(s: TokenStream): void {
  s.expect("END");
  if (s.isIdentifier()) s.anyWord();
  s.expect(";");
}

function trigger(s: TokenStream): { name: Path; unit: Unit } {
  const name = s.path();
  const timing = s.accept("BEFORE") ? "before" : s.accept("AFTER") ? "after" : undefined;
  if (timing === undefined) s.expectAll("INSTEAD", "OF");
  const events: ("insert" | "update" | "delete")[] = [];
  const columns: string[] = [];
  do {
    const event = s.accept("INSERT") ? "insert" : s.accept("DELETE") ? "delete" : "update";
    if (event === "update") {
      s.expect("UPDATE");
      if (s.accept("OF")) columns.push(...s.list(() => s.identifier().name));
    }
    events.push(event);
  } while (s.accept("OR"));
  s.expect("ON");
  const table = s.path();
  if (s.accept("REFERENCING")) while (!s.isOneOf("FOR", "WHEN", "BEGIN", "DECLARE")) s.next();
  const eachRow = s.accept("FOR", "EACH", "ROW");
  if (s.isOneOf("ENABLE", "DISABLE")) s.next();
  const when = s.accept("WHEN") ? s.parenthesised(() => expression(s)) : undefined;
  const content = block(s, undefined);
  s.expect(";");
  return {
    name,
    unit: { kind: "trigger", timing: timing ?? "instead of", events, columns, table, eachRow, when, body: content }, // prettier-ignore
  };
}
