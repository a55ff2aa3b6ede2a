import { OraError } from "../errors";
import { parseDescribed, parseRows } from "./binds";
import type { BindRow, Cursor, Described } from "./binds";
import { announcedText } from "./client";
import type { ClientTraits } from "./client";
import type { Lobs } from "./lobs";
import { directions, options } from "./protocol";
import { statementOf } from "./statement";
import type { Reader } from "./wire";

/** What the meaning of an execute call depends on. */
export interface Context {
  readonly cursors: ReadonlyMap<number, Cursor>;
  readonly lobs: Lobs;
  readonly client: ClientTraits;
}

export interface Execute {
  readonly options: number;
  readonly cursor: Cursor | undefined;
  readonly prefetch: number;
  readonly iterations: number;
  readonly defines: Described[] | undefined;
  readonly rows: BindRow[];
  /** Array DML asks for the count of each execution. */
  readonly rowCounts: boolean;
}

export interface Reexecute {
  readonly cursor: number;
  readonly iterations: number;
  readonly rows: BindRow[];
  readonly fetch: boolean;
  readonly commit: boolean;
}

/** In the tenth of an execute call's numbers: array DML counts rows by execution, and rows are fetched in any order. */
const rowCountsFlag = 0x4000;
const scrollableFlag = 0x02;

export function parseExecute(reader: Reader, context: Context): Execute {
  const bits = reader.int();
  const cursorId = reader.int();
  reader.u8();
  const sqlLength = reader.int();
  reader.u8();
  reader.int();
  reader.take(2);
  reader.int();
  const prefetch = reader.int();
  reader.int();
  reader.u8();
  const bindCount = reader.int();
  reader.take(5);
  reader.u8();
  const defineCount = reader.int();
  reader.int();
  reader.take(3);
  reader.int();
  reader.u8();
  reader.int();
  reader.int();
  reader.u8();
  reader.int();
  reader.take(2);
  reader.int();
  reader.u8();
  reader.int();
  reader.take(2);
  reader.int();
  const cursor: Cursor | undefined =
    (bits & options.parse) !== 0
      ? { id: 0, statement: statementOf(announcedText(reader, sqlLength, context.client)), binds: [] }
      : context.cursors.get(cursorId);
  const details = Array.from({ length: 13 }, () => reader.int());
  if ((details[9]! & scrollableFlag) !== 0)
    throw new OraError(3115, "scrollable cursors are not supported by the sandbox");
  const base = { options: bits, cursor, prefetch, rowCounts: (details[9]! & rowCountsFlag) !== 0 };
  if (cursor === undefined) return { ...base, iterations: 1, defines: undefined, rows: [] };
  const iterations = cursor.statement.kind === "query" ? 1 : Math.max(details[1]!, 1);
  if ((bits & options.define) !== 0) {
    return {
      ...base,
      iterations,
      defines: Array.from({ length: defineCount }, () => parseDescribed(reader)),
      rows: [],
    };
  }
  if (bindCount > 0) {
    const described = Array.from({ length: bindCount }, () => parseDescribed(reader));
    cursor.binds = described.map((one, index) => ({
      ...one,
      name: cursor.statement.binds[index] ?? `:${index + 1}`,
      direction: directions.inOut,
      returning: index >= bindCount - cursor.statement.returning,
    }));
  }
  return {
    ...base,
    iterations,
    defines: undefined,
    rows: parseRows(reader, cursor, iterations, false, context.lobs),
  };
}

/** Function 4 or 78: a statement again, with values of what it reads. */
export function parseReexecute(reader: Reader, { cursors, lobs }: Context, fetch: boolean): Reexecute {
  const id = reader.int();
  const iterations = reader.int();
  reader.int();
  const flags = reader.int();
  const cursor = cursors.get(id);
  const executions = fetch || cursor?.statement.kind === "query" ? 1 : iterations;
  const rows = cursor === undefined ? [] : parseRows(reader, cursor, executions, true, lobs);
  return { cursor: id, iterations, rows, fetch, commit: !fetch && (flags & 1) !== 0 };
}
