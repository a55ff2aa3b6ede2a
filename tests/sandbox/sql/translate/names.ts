import { OraError } from "../../errors";
import type { Name, Path } from "../../lang/ast";
import { builtin } from "../../plsql/builtins";
import { number } from "../../plsql/types";
import { invalidIdentifier, notSupported } from "../problems";
import { builtinTerm } from "./call";
import { counted } from "./longNumbers";
import type { Term } from "./term";
import type { At } from "./translation";

/** A column, then a variable, then what SQL knows by itself. */
export function name(at: At, e: Name): Term {
  const { path } = e;
  const found = at.scope.find(path);
  if (found !== undefined) return { sql: found.column.sql, type: found.column.type };
  if (at.variables?.value(path) !== undefined) return at.t.parameter({ kind: "variable", path });
  const last = path.at(-1)!;
  if (path.length <= 2 && last.name === "ROWID" && !last.quoted) return rowId(at, e);
  if ((last.name === "NEXTVAL" || last.name === "CURRVAL") && path.length > 1) {
    const sequence = sequenceTerm(at, path.slice(0, -1), last.name);
    if (sequence !== undefined) return sequence;
  }
  if (path.length === 1 && !last.quoted) {
    const pseudo = pseudoColumn(at, e);
    if (pseudo !== undefined) return pseudo;
    const known = builtin(last.name);
    if (known?.least === 0 && !onlyInPlsql.has(last.name)) return builtinTerm(at, last.name, known, []);
  }
  const called = at.t.call(path, [], []);
  if (called !== undefined) return { ...called, sql: `${called.sql}()` };
  throw invalidIdentifier(path);
}

/** Functions of STANDARD that SQL does not have. */
export const onlyInPlsql = new Set(["SQLCODE", "SQLERRM", "RAISE_APPLICATION_ERROR", "DUMP"]);

function pseudoColumn(at: At, e: Name): Term | undefined {
  const { name: word } = e.path[0]!;
  if (word === "ROWNUM") {
    if (at.scope.rownum === undefined) throw notSupported("ROWNUM in this place", e.pos);
    return { sql: at.scope.rownum, type: counted };
  }
  if (word === "CONNECT_BY_ISLEAF" && at.scope.leaf !== undefined)
    return { sql: at.scope.leaf, type: counted };
  if (word !== "LEVEL") return undefined;
  for (let scope = at.scope as typeof at.scope | undefined; scope !== undefined; scope = scope.parent) {
    if (scope.level !== undefined) return { sql: scope.level, type: counted };
  }
  return undefined;
}

function sequenceTerm(at: At, path: Path, what: "NEXTVAL" | "CURRVAL"): Term | undefined {
  const sequence = at.names.sequence(path);
  if (sequence === undefined) throw new OraError(2289, "sequence does not exist", { offset: path[0]!.pos });
  const { functions } = at.t;
  const { owner, name: own } = sequence;
  const f = functions.scalar(`${what} ${owner}.${own}`, [], number, () => {
    const { sequences, catalogue } = functions.current!;
    if (what === "NEXTVAL") {
      const value = catalogue.sequence(owner, own)!.next();
      sequences.set(`${owner}.${own}`, value);
      return value;
    }
    const value = sequences.get(`${owner}.${own}`);
    if (value === undefined)
      throw new OraError(8002, `sequence ${own}.CURRVAL is not yet defined in this session`);
    return value;
  });
  return { sql: `${f}()`, type: number };
}

/** A row's address in a form that clients take for one. */
function rowId(at: At, e: Name): Term {
  const sources = at.scope.sources.filter(({ table }) => table !== undefined);
  const source = e.path.length === 2 ? at.scope.source(e.path.slice(0, 1)) : sources[0];
  if (source?.table === undefined || (e.path.length === 1 && sources.length > 1))
    throw invalidIdentifier(e.path);
  // As rowIdOf of ../currentRows has it.
  return { sql: `printf('AAAS%014d', ${source.table.row})`, type: { kind: "text", size: 18, fixed: true } };
}
