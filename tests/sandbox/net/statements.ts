import { OraError } from "../errors";
import { ending, writeColumns, writeRowHeader, writeValue } from "./answers";
import type { Answering } from "./answers";
import type { Column, DatabaseSession, ExecuteCall, ExecuteResult, WireCursor, WireValue } from "./backend";
import { typeCodes } from "./codec";
import { directions, messages, options } from "./protocol";
import type { Bind, BindRow, Cursor, Described } from "./binds";
import type { Execute, Reexecute } from "./execution";
import { statementOf } from "./statement";
import { Writer } from "./wire";

/** A cursor with what the server keeps of it. */
interface OpenCursor extends Cursor {
  columns: readonly Column[];
  defines: Described[] | undefined;
  rows: Iterator<readonly WireValue[]> | undefined;
  /** The next row, looked at to know whether it is the last. */
  ahead: IteratorResult<readonly WireValue[]> | undefined;
  count: number;
}

interface Run {
  readonly iterations: number;
  /** Rows to send in the same answer. */
  readonly fetch: number;
  readonly commit: boolean;
  readonly batchErrors: boolean;
  readonly rowCounts: boolean;
}

const once: Run = { iterations: 1, fetch: 0, commit: false, batchErrors: false, rowCounts: false };

/** How many rows of a cursor from a bind node-oracledb wants with its defines: it takes a short answer for the end. */
const nodeRows = 100;

/** The statements of a session: execute, fetch, describe. */
export class Statements {
  readonly cursors = new Map<number, OpenCursor>();
  readonly #session: DatabaseSession;
  readonly #answering: Answering & { inTransaction: boolean };
  #next = 1;

  constructor(answering: Answering & { inTransaction: boolean }, session: DatabaseSession) {
    this.#answering = answering;
    this.#session = session;
  }

  close(id: number): void {
    this.cursors.delete(id);
  }

  openCursor({ columns, rows }: WireCursor): number {
    const cursor = this.#open({ id: 0, statement: statementOf(""), binds: [] });
    cursor.columns = columns;
    cursor.rows = rows[Symbol.iterator]();
    return cursor.id;
  }

  async execute(execute: Execute, signal: AbortSignal): Promise<Buffer> {
    const { cursor, options: bits, prefetch, iterations } = execute;
    if (cursor === undefined) throw new OraError(1001, "invalid cursor");
    const has = (bit: number): boolean => (bits & bit) !== 0;
    const known = this.cursors.get(cursor.id);
    // A client that fetches from a cursor of a bind may give the number of rows as that of executions.
    const wanted = prefetch > 0 ? prefetch : iterations;
    if (execute.defines !== undefined) {
      if (known === undefined) throw new OraError(1001, "invalid cursor");
      known.defines = execute.defines;
      const writer = writeRowHeader(new Writer(), known.columns);
      const fromBind = known.statement.sql === "";
      const wholeArray = fromBind && this.#answering.client.driver.startsWith("node-oracledb");
      if (fromBind || has(options.fetch)) {
        this.#writeRows(writer, known, wholeArray ? Math.max(prefetch, nodeRows) : wanted);
      }
      return this.#rowsEnd(writer, known);
    }
    if (known !== undefined && !has(options.execute) && !has(options.parse))
      return this.fetch(known.id, wanted);
    if (has(options.describe) || !has(options.execute)) return this.#describe(cursor, signal);
    const fetch = has(options.fetch) || has(options.parse) ? prefetch : 0;
    const run: Run = {
      iterations,
      fetch,
      commit: has(options.commit),
      batchErrors: has(options.batchErrors),
      rowCounts: execute.rowCounts,
    };
    return this.#run(cursor, execute.rows, run, signal);
  }

  async reexecute(request: Reexecute, signal: AbortSignal): Promise<Buffer> {
    const cursor = this.cursors.get(request.cursor);
    if (cursor === undefined) throw new OraError(1001, "invalid cursor");
    const run = request.fetch
      ? { ...once, fetch: request.iterations }
      : { ...once, iterations: Math.max(request.iterations, 1), commit: request.commit };
    return this.#run(cursor, request.rows, run, signal);
  }

  fetch(id: number, count: number): Buffer {
    const cursor = this.cursors.get(id);
    if (cursor === undefined) throw new OraError(1001, "invalid cursor");
    if (cursor.rows === undefined) throw new OraError(1002, "fetch out of sequence");
    const writer = writeRowHeader(new Writer(), cursor.columns);
    this.#writeRows(writer, cursor, count);
    return this.#rowsEnd(writer, cursor);
  }

  async #describe(cursor: Cursor, signal: AbortSignal): Promise<Buffer> {
    const open = this.#open(cursor);
    const writer = new Writer();
    if (open.statement.kind === "query") {
      const result = await this.#session.execute(this.#call(open, [{}], once, signal, true));
      if (result.kind === "rows") {
        open.columns = result.columns;
        writeColumns(writer.u8(messages.describe).u8(0), result.columns, this.#answering.client);
      }
    }
    return ending(writer, this.#answering, { cursor: open.id });
  }

  async #run(cursor: Cursor, rows: BindRow[], run: Run, signal: AbortSignal): Promise<Buffer> {
    const fresh = cursor.id === 0;
    // Executions whose binds are all written send no values.
    const all = rows.length > 0 ? rows : Array.from({ length: run.iterations }, () => ({}));
    const isBlock = cursor.statement.kind === "plsql";
    const results: ExecuteResult[] = [];
    for (const some of isBlock ? all.map((row) => [row]) : [all]) {
      results.push(await this.#session.execute(this.#call(cursor, some, run, signal)));
    }
    const open = this.#open(cursor);
    const writer = new Writer();
    for (const { inTransaction } of results)
      this.#answering.inTransaction = inTransaction ?? this.#answering.inTransaction;
    const [first] = results;
    if (first?.kind === "rows") {
      this.#startRows(writer, open, first, fresh);
      const needsDefines = first.columns.some(
        ({ type }) => type === typeCodes.clob || type === typeCodes.blob,
      );
      // For LOB columns the client says first how it wants them.
      if (run.fetch > 0 && !(needsDefines && open.defines === undefined))
        this.#writeRows(writer, open, run.fetch);
      return this.#rowsEnd(writer, open);
    }
    if (run.commit) {
      await this.#session.commit();
      this.#answering.inTransaction = false;
    }
    if (first?.kind === "done") return this.#done(writer, open, first, all.length, run);
    const blocks = results.filter((result) => result.kind === "block");
    this.#writeOuts(writer, open.binds, blocks);
    return ending(writer, this.#answering, { cursor: open.id });
  }

  #call(cursor: Cursor, rows: BindRow[], run: Run, signal: AbortSignal, describeOnly = false): ExecuteCall {
    const { sql, kind } = cursor.statement;
    return { sql, kind, binds: cursor.binds, rows, batchErrors: run.batchErrors, describeOnly, signal };
  }

  #done(
    writer: Writer,
    { id, binds }: OpenCursor,
    result: Extract<ExecuteResult, { kind: "done" }>,
    executions: number,
    run: Run,
  ): Buffer {
    const targets = binds.filter(({ returning }) => returning);
    for (let row = 0; targets.length > 0 && row < executions; row++) {
      writer.u8(messages.row);
      for (const target of targets) {
        this.#writeArray(writer, target, result.returning?.[row]?.[target.name] ?? []);
      }
    }
    if (run.rowCounts) {
      const counts = result.rowCounts ?? [];
      // JDBC looks for the cursor in the third of these numbers.
      writer.u8(messages.parameter).int(6);
      for (const number of [0, 0, id, 0, 0, 0]) writer.int(number);
      writer.int(0).int(0).int(0).int(counts.length);
      for (const count of counts) writer.int(count);
    }
    const { rowsAffected: rowCount, failures = [], warning } = result;
    const end = { cursor: id, rowCount, warning };
    return ending(
      writer,
      this.#answering,
      failures.length === 0
        ? end
        : { ...end, code: 24381, text: "ORA-24381: error(s) in array DML", failures },
    );
  }

  #startRows(
    writer: Writer,
    cursor: OpenCursor,
    result: Extract<ExecuteResult, { kind: "rows" }>,
    fresh: boolean,
  ): void {
    const changed = JSON.stringify(cursor.columns) !== JSON.stringify(result.columns);
    if (fresh || changed) {
      writeColumns(writer.u8(messages.describe).u8(0), result.columns, this.#answering.client);
      cursor.defines = undefined;
    }
    cursor.columns = result.columns;
    cursor.rows = result.rows[Symbol.iterator]();
    cursor.ahead = undefined;
    cursor.count = 0;
    writeRowHeader(writer, result.columns);
  }

  #writeOuts(
    writer: Writer,
    binds: readonly Bind[],
    blocks: readonly Extract<ExecuteResult, { kind: "block" }>[],
  ): void {
    const { outs = {}, outOnly = [] } = blocks[0] ?? {};
    for (const bind of binds) {
      bind.direction = !(bind.name in outs)
        ? directions.in
        : outOnly.includes(bind.name)
          ? directions.out
          : directions.inOut;
    }
    const written = binds.filter(({ name }) => name in outs);
    writeDirections(writer, binds, blocks.length);
    if (written.length === 0) return;
    for (const block of blocks) {
      writer.u8(messages.row);
      for (const bind of written) {
        const value = block.outs[bind.name] ?? null;
        checkSize(value, bind);
        if (bind.isArray) this.#writeArray(writer, bind, Array.isArray(value) ? (value as WireValue[]) : []);
        else writeValue(writer, value, { type: bind.type, described: bind, isBind: true }, this.#answering);
      }
    }
  }

  #writeArray(writer: Writer, bind: Bind, items: readonly WireValue[]): void {
    writer.int(items.length);
    for (const item of items) {
      writeValue(writer, item, { type: bind.type, described: bind, isBind: true }, this.#answering);
    }
  }

  #writeRows(writer: Writer, cursor: OpenCursor, most: number): void {
    if (cursor.rows === undefined) return;
    cursor.ahead ??= cursor.rows.next();
    for (let i = 0; i < most && cursor.ahead.done !== true; i++) {
      writer.u8(messages.row);
      for (const [index, column] of cursor.columns.entries()) {
        const described = cursor.defines?.[index];
        const as = { type: described?.type ?? column.type, described, isBind: false };
        writeValue(writer, cursor.ahead.value[index] ?? null, as, this.#answering);
      }
      cursor.count += 1;
      cursor.ahead = cursor.rows.next();
    }
  }

  #rowsEnd(writer: Writer, cursor: OpenCursor): Buffer {
    const finished = cursor.rows === undefined || cursor.ahead?.done === true;
    const end = { cursor: cursor.id, rowCount: cursor.count };
    return ending(
      writer,
      this.#answering,
      finished ? { ...end, code: 1403, text: "ORA-01403: no data found" } : end,
    );
  }

  #open(cursor: Cursor): OpenCursor {
    const known = this.cursors.get(cursor.id);
    if (known !== undefined) return known;
    const open = Object.assign(cursor, {
      columns: [],
      defines: undefined,
      rows: undefined,
      ahead: undefined,
      count: 0,
    });
    open.id = this.#next++;
    this.cursors.set(open.id, open);
    return open;
  }
}

/** @throws OraError 6502 for a text that does not fit */
function checkSize(value: WireValue, { type, maxSize }: Bind): void {
  if (typeof value === "string" && type === typeCodes.varchar && Buffer.byteLength(value) > maxSize) {
    throw new OraError(6502, "PL/SQL: numeric or value error: character string buffer too small");
  }
}

function writeDirections(writer: Writer, binds: readonly Bind[], executions: number): void {
  if (binds.length === 0) return;
  writer.u8(messages.ioVector).u8(0);
  writer.int(binds.length & 255).int(binds.length >> 8);
  writer.int(executions).int(0).int(0).int(0);
  for (const { direction } of binds) writer.u8(direction);
}
