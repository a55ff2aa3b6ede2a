import type { Control } from "../ast";
import type { TokenStream } from "../stream";
import { tableName } from "./from";

/** COMMIT, ROLLBACK, SAVEPOINT, SET TRANSACTION, SET ROLE, LOCK TABLE; undefined for anything else. */
export function control(s: TokenStream): Control | undefined {
  const { pos } = s;
  if (s.accept("COMMIT")) {
    s.accept("WORK");
    if (s.accept("COMMENT")) s.next();
    if (s.accept("WRITE")) while (s.kindIs("word")) s.next();
    return { kind: "commit", pos };
  }
  if (s.accept("ROLLBACK")) {
    s.accept("WORK");
    if (!s.accept("TO")) return { kind: "rollback", pos, to: undefined };
    s.accept("SAVEPOINT");
    return { kind: "rollback", pos, to: s.anyWord() };
  }
  if (s.is("SAVEPOINT") && s.isIdentifier(1)) {
    s.next();
    return { kind: "savepoint", pos, name: s.identifier() };
  }
  if (s.accept("SET", "TRANSACTION")) {
    const readOnly = s.are("READ", "ONLY");
    while (!s.is(";") && !s.kindIs("end")) s.next();
    return { kind: "setTransaction", pos, readOnly };
  }
  if (s.accept("SET", "ROLE")) {
    while (!s.is(";") && !s.kindIs("end")) s.next();
    return { kind: "setRole", pos };
  }
  if (s.accept("LOCK", "TABLE")) {
    const table = tableName(s).name;
    s.expect("IN");
    // ROW SHARE and ROW EXCLUSIVE keep nobody from a row.
    const exclusive = !s.is("ROW") && !s.are("SHARE", "UPDATE");
    while (s.kindIs("word") && !s.is("MODE")) s.next();
    s.expect("MODE");
    return { kind: "lockTable", pos, table, exclusive, nowait: s.accept("NOWAIT") };
  }
  return undefined;
}
