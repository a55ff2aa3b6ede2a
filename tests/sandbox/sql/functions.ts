import { OraError } from "../errors";
import { Decimal } from "../plsql/decimal";
import { Failure } from "../plsql/failure";
import type { Value } from "../plsql/catalogue";
import type { Frame } from "../plsql/frame";
import type { Type } from "../plsql/types";
import { decode, encode } from "../store/sqlite";
import type { Cell, Sqlite } from "../store/sqlite";
import type { Calls } from "./calls";
import type { SqlCatalogue } from "./catalogue";
import { invalidNumber } from "./problems";
import type { SqlSession } from "./session";
import { describe } from "./types";

/** What functions know of the statement under way. */
export interface Current {
  readonly session: SqlSession;
  readonly catalogue: SqlCatalogue;
  readonly calls: Calls;
  /** What NEXTVAL gave this session last. */
  readonly sequences: Map<string, number>;
}

/** Functions of JavaScript that SQLite calls while it computes rows, each made when it is first used. */
export class Functions {
  readonly #names = new Map<string, string>();
  /** Whose statement is computed. */
  current: Current | undefined;
  /** What PL/SQL's functions see of a run. */
  readonly frame: Frame;

  constructor(readonly sqlite: Sqlite) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the getter below has a this of its own
    const functions = this;
    const frame = {
      get session() {
        return functions.session;
      },
      run: { handling: undefined },
    };
    // The functions of STANDARD look at nothing but the session.
    this.frame = frame as unknown as Frame;
  }

  get session(): SqlSession | undefined {
    return this.current?.session;
  }

  get calls(): Calls | undefined {
    return this.current?.calls;
  }

  /** The name in SQLite of a function. `key` stands for all that it depends on; `types` are those of its arguments. */
  scalar(key: string, types: readonly Type[], returns: Type, run: (args: Value[]) => Value): string {
    const whole = `${key} ${types.map(kindOf).join(",")}`;
    return this.#name(whole, (name) =>
      this.sqlite.define(name, (...cells) =>
        plain(() => encodeValue(run(cells.map((cell, index) => decodeValue(cell, types[index]))), returns)),
      ),
    );
  }

  aggregate<State>(
    key: string,
    types: readonly Type[],
    start: () => State,
    step: (state: State, args: Value[]) => void,
    end: (state: State) => Value,
  ): string {
    const whole = `aggregate ${key} ${types.map(kindOf).join(",")}`;
    return this.#name(whole, (name) =>
      this.sqlite.aggregate<State>(name, {
        start,
        step: (state, cells) =>
          plain(() =>
            step(
              state,
              cells.map((cell, index) => decodeValue(cell, types[index])),
            ),
          ),
        end: (state) => encodeValue(end(state)),
      }),
    );
  }

  #name(key: string, define: (name: string) => void): string {
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `f${this.#names.size}`;
    this.#names.set(key, name);
    define(name);
    return name;
  }
}

function kindOf(type: Type): string {
  if (type.kind === "interval") return `interval${type.months ? "m" : "d"}`;
  return type.kind === "timestamp" && type.zone ? "timestamptz" : type.kind;
}

/** What PL/SQL throws, as SQL reports it. */
function plain<Result>(go: () => Result): Result {
  try {
    return go();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.code === 6502 && /character to number/.test(error.text)) throw invalidNumber(error);
    throw error.toOraError();
  }
}

export function decodeValue(cell: Cell, type?: Type): Value {
  if (type?.kind === "cursor" && typeof cell === "string") return cursorOf(JSON.parse(cell) as Cell[][], type.columns ?? []); // prettier-ignore
  return type?.kind === "boolean" && typeof cell === "number" ? cell !== 0 : decode(cell);
}

/** The rows of CURSOR(...) in a query. */
function cursorOf(rows: Cell[][], columns: readonly { readonly name: string; readonly type: Type }[]): Value {
  return {
    columns: columns.map(({ name, type }) => describe(name, type)),
    rows: rows.map((row) =>
      row.map((cell, index) =>
        // One within another is JSON already.
        decodeValue(Array.isArray(cell) ? JSON.stringify(cell) : cell, columns[index]?.type),
      ),
    ),
    next: 0,
    open: true,
  };
}

export function encodeValue(value: Value, type?: Type): Cell {
  // An empty CLOB is not null.
  if (value === "" && type?.kind === "clob") return "";
  if (
    value === null ||
    typeof value !== "object" ||
    value instanceof Date ||
    value instanceof Decimal ||
    Buffer.isBuffer(value)
  ) {
    return encode(value);
  }
  throw new OraError(902, "invalid datatype");
}
