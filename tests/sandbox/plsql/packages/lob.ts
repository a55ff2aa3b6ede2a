import type { Arguments, Overload, PackageSpec, Value } from "../catalogue";
import { ora } from "../failure";
import { position, substring } from "../builtins/texts";
import { fn, numberArgument, procedure, textArgument } from "./signature";

/** The same for texts and bytes. */
interface Content {
  readonly length: number;
  slice(start: number, end?: number): Content;
}

function located(value: Value | undefined): string | Buffer {
  if (typeof value === "string" || Buffer.isBuffer(value)) return value;
  throw ora(6502, "PL/SQL: value or conversion error: invalid LOB locator specified: ORA-22275");
}

function invalidArgument(index: number): Error {
  return ora(21560, `argument ${index} is null, invalid, or out of range`);
}

function joined(one: string | Buffer, other: string | Buffer): string | Buffer {
  if (Buffer.isBuffer(one) || Buffer.isBuffer(other))
    return Buffer.concat([Buffer.from(one as Buffer), Buffer.from(other as Buffer)]);
  return one + other;
}

function filler(like: string | Buffer, size: number): string | Buffer {
  return typeof like === "string" ? " ".repeat(size) : Buffer.alloc(size);
}

/** The same content with a part overwritten, as WRITE and COPY do: gaps are filled. */
function overwritten(lob: string | Buffer, at: number, part: string | Buffer): string | Buffer {
  const start = at - 1;
  const before = start > lob.length ? joined(lob, filler(lob, start - lob.length)) : lob.slice(0, start);
  return joined(joined(before, part), lob.slice(start + part.length));
}

/** For CLOB and for BLOB. */
function both(make: (lob: "clob" | "blob", piece: "varchar2" | "raw") => Overload): Overload[] {
  return [make("clob", "varchar2"), make("blob", "raw")];
}

function amountOf(args: Arguments, index: number): number {
  const amount = numberArgument(args.amount);
  if (amount === undefined || amount < 1) throw invalidArgument(index);
  return amount;
}

export const dbmsLob: PackageSpec = {
  owner: "SYS",
  name: "DBMS_LOB",
  partial: true,
  constants: {
    SESSION: { type: "PLS_INTEGER", value: 10 },
    CALL: { type: "PLS_INTEGER", value: 12 },
    LOB_READONLY: { type: "PLS_INTEGER", value: 0 },
    LOB_READWRITE: { type: "PLS_INTEGER", value: 1 },
    LOBMAXSIZE: { type: "NUMBER", value: 18446744073709552000 },
    DEFAULT_CSID: { type: "INTEGER", value: 0 },
    DEFAULT_LANG_CTX: { type: "INTEGER", value: 0 },
    NO_WARNING: { type: "INTEGER", value: 0 },
    WARN_INCONVERTIBLE_CHAR: { type: "INTEGER", value: 1 },
  },
  subprograms: {
    GETLENGTH: both((lob) =>
      fn("integer", `lob_loc ${lob}`, (_, { lob_loc: given }) =>
        given === null || given === undefined ? null : located(given).length,
      ),
    ),
    SUBSTR: both((lob, piece) =>
      fn(
        piece,
        `lob_loc ${lob}, amount integer := 32767, offset integer := 1`,
        (_, { lob_loc: given, amount, offset }) => {
          const [count, from] = [numberArgument(amount), numberArgument(offset)];
          if (given === null || given === undefined || count === undefined || from === undefined) return null;
          if (count < 1 || from < 1) return null;
          const content = located(given);
          return typeof content === "string"
            ? substring(content, from, count) || null
            : content.subarray(from - 1, from - 1 + count);
        },
      ),
    ),
    INSTR: both((lob, piece) =>
      fn("integer", `lob_loc ${lob}, pattern ${piece}, offset integer := 1, nth integer := 1`, (_, args) => {
        const { lob_loc: given, pattern } = args;
        if (given === null || given === undefined || pattern === null || pattern === undefined) return null;
        const content = located(given);
        const from = numberArgument(args.offset) ?? 1;
        if (typeof content === "string") return position(content, textArgument(pattern), from, numberArgument(args.nth) ?? 1); // prettier-ignore
        return content.indexOf(pattern as Buffer, from - 1) + 1;
      }),
    ),
    APPEND: both((lob) =>
      procedure(`dest_lob in out ${lob}, src_lob ${lob}`, (_, args) => {
        args.dest_lob = joined(located(args.dest_lob), located(args.src_lob));
      }),
    ),
    WRITEAPPEND: both((lob, piece) =>
      procedure(`lob_loc in out ${lob}, amount integer, buffer ${piece}`, (_, args) => {
        const amount = amountOf(args, 2);
        const buffer = located(args.buffer);
        if (amount > buffer.length) throw invalidArgument(2);
        args.lob_loc = joined(located(args.lob_loc), buffer.slice(0, amount));
      }),
    ),
    WRITE: both((lob, piece) =>
      procedure(`lob_loc in out ${lob}, amount integer, offset integer, buffer ${piece}`, (_, args) => {
        const amount = amountOf(args, 2);
        const offset = numberArgument(args.offset);
        if (offset === undefined || offset < 1) throw invalidArgument(3);
        const buffer = located(args.buffer);
        if (amount > buffer.length) throw invalidArgument(2);
        args.lob_loc = overwritten(located(args.lob_loc), offset, buffer.slice(0, amount));
      }),
    ),
    READ: both((lob, piece) =>
      procedure(`lob_loc ${lob}, amount in out integer, offset integer, buffer out ${piece}`, (_, args) => {
        const amount = amountOf(args, 2);
        const from = (numberArgument(args.offset) ?? 1) - 1;
        const content: Content = located(args.lob_loc);
        if (from >= content.length) throw ora(1403, "no data found");
        const part = content.slice(from, from + amount);
        args.buffer = part as string | Buffer;
        args.amount = part.length;
      }),
    ),
    COPY: both((lob) =>
      procedure(
        `dest_lob in out ${lob}, src_lob ${lob}, amount integer, dest_offset integer := 1, src_offset integer := 1`,
        (_, args) => {
          const from = (numberArgument(args.src_offset) ?? 1) - 1;
          const part = located(args.src_lob).slice(from, from + amountOf(args, 3));
          args.dest_lob = overwritten(located(args.dest_lob), numberArgument(args.dest_offset) ?? 1, part);
        },
      ),
    ),
    ERASE: both((lob) =>
      procedure(`lob_loc in out ${lob}, amount in out integer, offset integer := 1`, (_, args) => {
        const content = located(args.lob_loc);
        const from = (numberArgument(args.offset) ?? 1) - 1;
        const size = Math.max(0, Math.min(amountOf(args, 2), content.length - from));
        args.lob_loc = overwritten(content, from + 1, filler(content, size));
        args.amount = size;
      }),
    ),
    TRIM: both((lob) =>
      procedure(`lob_loc in out ${lob}, newlen integer`, (_, args) => {
        const content = located(args.lob_loc);
        const size = numberArgument(args.newlen) ?? 0;
        if (size < 0 || size > content.length) throw invalidArgument(2);
        args.lob_loc = content.slice(0, size);
      }),
    ),
    COMPARE: both((lob) =>
      fn(
        "integer",
        `lob_1 ${lob}, lob_2 ${lob}, amount integer := 2147483647, offset_1 integer := 1, offset_2 integer := 1`,
        (_, args) => {
          // prettier-ignore
          if (args.lob_1 === null || args.lob_2 === null) return null;
          const amount = numberArgument(args.amount) ?? 0;
          const cut = (lob: Value | undefined, offset: Value | undefined): Buffer => {
            const from = (numberArgument(offset) ?? 1) - 1;
            return Buffer.from(located(lob).slice(from, from + amount) as Buffer);
          };
          return Buffer.compare(cut(args.lob_1, args.offset_1), cut(args.lob_2, args.offset_2));
        },
      ),
    ),
    CREATETEMPORARY: both((lob) =>
      procedure(`lob_loc in out ${lob}, cache boolean, dur pls_integer := 10`, (_, args) => {
        args.lob_loc = lob === "clob" ? "" : Buffer.alloc(0);
      }),
    ),
    FREETEMPORARY: both((lob) =>
      procedure(`lob_loc in out ${lob}`, (_, args) => {
        args.lob_loc = null;
      }),
    ),
    ISTEMPORARY: both((lob) =>
      fn("integer", `lob_loc ${lob}`, (_, { lob_loc: given }) => (given === null ? null : 1)),
    ),
    OPEN: both((lob) => procedure(`lob_loc in out ${lob}, open_mode integer`, () => undefined)),
    CLOSE: both((lob) => procedure(`lob_loc in out ${lob}`, () => undefined)),
    CONVERTTOBLOB: [
      procedure(
        "dest_lob in out blob, src_clob clob, amount integer, dest_offset in out integer, src_offset in out integer, blob_csid number, lang_context in out integer, warning out integer",
        (_, args) => {
          const part = located(args.src_clob).slice((numberArgument(args.src_offset) ?? 1) - 1);
          const bytes = Buffer.from((part as string).slice(0, numberArgument(args.amount)));
          args.dest_lob = overwritten(located(args.dest_lob), numberArgument(args.dest_offset) ?? 1, bytes);
          args.dest_offset = (numberArgument(args.dest_offset) ?? 1) + bytes.length;
          args.src_offset = (numberArgument(args.src_offset) ?? 1) + part.length;
          args.warning = 0;
        },
      ),
    ],
    CONVERTTOCLOB: [
      procedure(
        "dest_lob in out clob, src_blob blob, amount integer, dest_offset in out integer, src_offset in out integer, blob_csid number, lang_context in out integer, warning out integer",
        (_, args) => {
          const bytes = located(args.src_blob).slice((numberArgument(args.src_offset) ?? 1) - 1);
          const part = (bytes as Buffer).subarray(0, numberArgument(args.amount)).toString("utf8");
          args.dest_lob = overwritten(located(args.dest_lob), numberArgument(args.dest_offset) ?? 1, part);
          args.dest_offset = (numberArgument(args.dest_offset) ?? 1) + part.length;
          args.src_offset = (numberArgument(args.src_offset) ?? 1) + bytes.length;
          args.warning = 0;
        },
      ),
    ],
  },
};
