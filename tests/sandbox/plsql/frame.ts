import type { Value } from "./catalogue";
import type { Failure } from "./failure";
import type { Session } from "./session";
import { placeIn } from "./stored";

/** One execution of a block by a client or a handler. */
export class Run {
  /** What is being handled, for SQLCODE, SQLERRM and RAISE. */
  handling: Failure | undefined;
  /** Of the last SQL statement; undefined before the first. */
  rowCount: number | undefined;
  /** Of the last FORALL with SAVE EXCEPTIONS. */
  bulkExceptions: Value[] = [];
  /** How deep calls are nested. */
  depth = 0;
  readonly #schemas = new Map<string, Session>();
  #steps = 0;

  constructor(
    readonly session: Session,
    readonly binds: Map<string, Value>,
    readonly signal: AbortSignal,
  ) {}

  /** The session as a stored unit of that schema has it. */
  as(schema: string | undefined): Session {
    if (schema === undefined || schema === this.session.currentSchema) return this.session;
    let session = this.#schemas.get(schema);
    if (session === undefined) this.#schemas.set(schema, (session = this.session.inSchema(schema)));
    return session;
  }

  /** Called by loops: lets others work now and then, and ends when the client has given up. */
  step(): Promise<undefined> | undefined {
    if (++this.#steps % 256 !== 0) return undefined;
    return new Promise((resolve, reject) => {
      setImmediate(() => {
        if (this.signal.aborted) reject(this.signal.reason as Error);
        else resolve(undefined);
      });
    });
  }
}

/** The source that a routine comes from, as ORA-06512 names it. */
export interface Source {
  readonly text: string;
  /** `"OWNER.NAME"` of a stored unit. */
  readonly name: string | undefined;
  /** Where the unit begins in the text, after CREATE OR REPLACE: its lines are counted from there. */
  readonly start?: number;
  /** Whose names it sees: the owner of a stored unit with definer's rights. */
  readonly schema?: string;
}

/** The variables of one execution of a routine. */
export class Frame {
  readonly slots: Value[] = [];
  /** Offset of the statement under way. */
  pos = 0;
  result: Value = null;
  readonly session: Session;

  constructor(
    /** Another for packages, whose frames live longer. */
    public run: Run,
    readonly source: Source,
    /** Of the routine that this one is declared in. */
    readonly parent: Frame | undefined,
    readonly caller?: Frame,
  ) {
    this.session = run.as(source.schema);
  }

  /** The frame `levels` further out. */
  out(levels: number): Frame {
    let frame = this as Frame;
    for (let level = 0; level < levels; level++) frame = frame.parent!;
    return frame;
  }

  /** Who called whom up to here, the innermost first. */
  callers(): { readonly line: number; readonly name: string }[] {
    const found: { line: number; name: string }[] = [];
    for (let frame = this as Frame | undefined; frame !== undefined; frame = frame.caller) {
      const { line } = placeIn(frame.source, frame.pos);
      found.push({ line, name: frame.source.name?.replaceAll('"', "") ?? "anonymous block" });
    }
    return found;
  }

  line(): string {
    const { name } = this.source;
    return `ORA-06512: at ${name === undefined ? "" : `${name}, `}line ${placeIn(this.source, this.pos).line}`;
  }
}

export type Signal =
  { readonly kind: "exit" | "continue"; readonly label: string | undefined } | { readonly kind: "return" };

/** A statement ready to run; what it returns changes the course of those around it. */
export type Exec = (frame: Frame) => Signal | undefined | Promise<Signal | undefined>;

export type Maybe<T> = T | Promise<T>;
export type Eval = (frame: Frame) => Maybe<Value>;

/** Goes on at once where nothing had to be waited for. */
export function then<T, Result>(value: Maybe<T>, go: (value: T) => Maybe<Result>): Maybe<Result> {
  return value instanceof Promise ? value.then(go) : go(value);
}

/** Evaluates from left to right. */
export function evaluateAll(parts: readonly Eval[], frame: Frame): Maybe<Value[]> {
  const values: Value[] = [];
  for (let index = 0; index < parts.length; index++) {
    const value = parts[index]!(frame);
    if (value instanceof Promise) return evaluateRest(parts, frame, values, value);
    values.push(value);
  }
  return values;
}

async function evaluateRest(
  parts: readonly Eval[],
  frame: Frame,
  values: Value[],
  waiting: Promise<Value>,
): Promise<Value[]> {
  values.push(await waiting);
  while (values.length < parts.length) values.push(await parts[values.length]!(frame));
  return values;
}
