import type { Expression, FetchCursor, OpenCursor, Query } from "../../lang/ast";
import type { CursorValue, Value } from "../catalogue";
import { ora, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Exec, Frame, Maybe } from "../frame";
import type { Cursor } from "../scope";
import type { SqlColumn } from "../sql";
import { any } from "../types";
import type { Type } from "../types";
import { coerce, toText } from "../values";
import { pair } from "./arguments";
import type { At } from "./compiler";
import { runText } from "./dynamic";
import { compileExpression } from "./expression";
import { compilePlace, variableOf } from "./places";
import { checked, prepare, storeRows } from "./sql";
import { storedName } from "./storedNames";
import { dotted, rowOf } from "./types";

interface Rows {
  readonly columns: readonly SqlColumn[];
  readonly rows: readonly (readonly Value[])[];
}

interface RowSource {
  /** Of a row. */
  readonly type: Type;
  readonly open: (frame: Frame) => Promise<Rows>;
  /** Where a loop over a declared cursor keeps it, for WHERE CURRENT OF. */
  readonly keep?: (frame: Frame, cursor: CursorValue | null) => void;
}

export function queryRows(at: At, query: Query): RowSource {
  const { statement, variables, probe } = prepare(at, query);
  const type = rowOf(checked(query.pos, () => at.compiler.session.sql.columns(statement, probe)));
  return {
    type,
    open: async (frame) => {
      const result = await frame.session.sql.run(statement, await variables(frame));
      if (result.kind !== "rows") throw ora(1002, "fetch out of sequence");
      return result;
    },
  };
}

interface DeclaredCursor {
  readonly cursor: Cursor;
  /** The frame that it is declared in. */
  readonly home: (frame: Frame) => Maybe<Frame>;
}

/** A cursor of a block around, or of a package that somebody created. */
export function cursorOf(at: At, e: Expression): DeclaredCursor | undefined {
  if (e.kind !== "name" && e.kind !== "call") return undefined;
  const { path } = e;
  const [first, second] = path;
  const entity =
    path.length === 1 ? at.scope.find(first!.name) : at.scope.labelled(first!.name)?.names.get(second!.name);
  if (entity?.kind === "cursor") {
    const levels = at.scope.level - entity.level;
    return { cursor: entity, home: (frame) => frame.out(levels) };
  }
  if (entity !== undefined || path.length === 1 || variableOf(at, path) !== undefined) return undefined;
  const stored = storedName(at, path);
  if (stored?.entity.kind !== "cursor") return undefined;
  const { entity: cursor, home } = stored;
  return { cursor, home: (frame) => then(home(frame), (found) => found!) };
}

/** A declared cursor with its arguments; a cursor variable in a loop has to be fetched by hand. */
export function cursorRows(at: At, e: Expression): RowSource {
  const declared = cursorOf(at, e);
  if (declared === undefined) {
    const name = e.kind === "name" || e.kind === "call" ? dotted(e.path) : "?";
    throw pls(e.pos, 456, `item '${name}' is not a cursor`);
  }
  const { cursor, home } = declared;
  const inner: At = { compiler: at.compiler, scope: cursor.scope };
  const { statement, variables } = prepare(inner, cursor.query);
  const given = pair(
    cursor.params.map(({ name, type, default: initial }) => ({
      name,
      type,
      mode: "in",
      optional: initial !== undefined,
    })),
    e.kind === "call" ? e.args : [],
  );
  if (given === undefined)
    throw pls(
      e.pos,
      306,
      `wrong number or types of arguments in call to '${dotted(e.kind === "call" || e.kind === "name" ? e.path : [])}'`,
    );
  const values = given.map(
    (argument, index) => compileExpression(at, argument ?? cursor.params[index]!.default!).run,
  );
  return {
    type: cursor.row,
    open: async (frame) => {
      const owner = await home(frame);
      for (const [index, value] of (await evaluateAll(values, frame)).entries()) {
        const { slot, type } = cursor.params[index]!;
        owner.slots[slot] = coerce(value, type);
      }
      const result = await owner.session.sql.run(statement, await variables(owner));
      if (result.kind !== "rows") throw ora(1002, "fetch out of sequence");
      return result;
    },
    keep: (frame, value) => {
      void then(home(frame), ({ slots }) => (slots[cursor.slot] = value));
    },
  };
}

export function openCursor(at: At, s: OpenCursor): Exec {
  const declared = cursorOf(at, s.cursor);
  if (declared !== undefined) {
    const { open } = cursorRows(at, s.cursor);
    const { cursor, home } = declared;
    return async (frame) => {
      const { slots } = await home(frame);
      if (isOpen(slots[cursor.slot] ?? null)) throw ora(6511, "PL/SQL: cursor already open");
      slots[cursor.slot] = cursorValue(await open(frame));
      return undefined;
    };
  }
  const place = compilePlace(at, s.cursor);
  const source = s.for;
  if (source === undefined) throw pls(s.pos, 456, "item is not a cursor");
  if (source.kind === "query") {
    const { open } = queryRows(at, source);
    return async (frame) => {
      await place.set(frame, cursorValue(await open(frame)));
      return undefined;
    };
  }
  const text = compileExpression(at, source).run;
  const using = s.using.map((value) => compileExpression(at, value).run);
  return async (frame) => {
    const query = toText(await text(frame)) ?? "";
    const { result } = await runText(frame, query, await evaluateAll(using, frame));
    if (result?.kind !== "rows") throw ora(1002, "fetch out of sequence");
    await place.set(frame, cursorValue(result));
    return undefined;
  };
}

export function cursorValue({ columns, rows }: Rows): CursorValue {
  return { columns, rows, next: 0, open: true };
}

function isOpen(value: Value): value is CursorValue {
  return value !== null && typeof value === "object" && "next" in value && value.open;
}

export function cursorAccess(
  at: At,
  e: Expression,
): { type: Type; get: (frame: Frame) => Promise<CursorValue> } {
  const declared = cursorOf(at, e);
  if (declared !== undefined) {
    const { cursor, home } = declared;
    return {
      type: cursor.row,
      get: async (frame) => opened((await home(frame)).slots[cursor.slot] ?? null),
    };
  }
  const { run } = compileExpression(at, e);
  return { type: any, get: async (frame) => opened(await run(frame)) };
}

function opened(value: Value): CursorValue {
  if (isOpen(value)) return value;
  throw ora(1001, "invalid cursor");
}

export function fetchCursor(at: At, s: FetchCursor): Exec {
  const { type, get } = cursorAccess(at, s.cursor);
  const columns =
    type.kind === "record" && type.fields.size > 0
      ? [...type.fields.keys()].map((name) => ({ name, type: "ANY" }))
      : undefined;
  const store = storeRows(at, s.into, columns);
  const limit = s.limit === undefined ? undefined : compileExpression(at, s.limit).run;
  return async (frame) => {
    const cursor = await get(frame);
    if (s.into.bulk) {
      const most = limit === undefined ? Infinity : Number(await limit(frame));
      const rows = cursor.rows.slice(cursor.next, cursor.next + most);
      // Past the end where fewer came than were wanted, for %NOTFOUND.
      cursor.next += rows.length < most ? rows.length + 1 : rows.length;
      await store(frame, rows);
      return undefined;
    }
    const row = cursor.rows[cursor.next];
    cursor.next = Math.min(cursor.next + 1, cursor.rows.length + 1);
    // At the end the targets keep what they have.
    if (row !== undefined) await store(frame, [row]);
    return undefined;
  };
}

export function closeCursor(at: At, e: Expression): Exec {
  const { get } = cursorAccess(at, e);
  return (frame) =>
    then(get(frame), (cursor) => {
      cursor.open = false;
      return undefined;
    });
}
