import { parse } from "../lang";
import type { Block, CallStatement } from "../lang/ast";
import { OraError } from "../errors";
import { isFatal } from "./failure";
import type { Failure } from "./failure";
import { compileBlock } from "./compile/block";
import { Compiler } from "./compile/compiler";
import { compileStatement } from "./compile/statements";
import { leaving } from "./compile/routines";
import { Frame, Run } from "./frame";
import type { Exec, Source } from "./frame";
import type { Value } from "./catalogue";
import { Scope } from "./scope";
import type { Session } from "./session";
import type { StoredUnits } from "./stored";

export interface CompiledBlock {
  readonly source: Source;
  readonly exec: Exec;
  /** Names of the binds that are looked at and of those that are written, as the parser has them. */
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
  /** Of the database when it was compiled. */
  readonly generation: number;
}

/** Blocks that are executed again and again are compiled once, as long as nothing in the database changes. */
const caches = new WeakMap<StoredUnits, Map<string, CompiledBlock>>();
const cacheSize = 500;

/**
 * Compiles a block or a CALL statement for a session, whose user and schema decide what its names mean.
 * @throws OraError where anything in the block is wrong, before any of it runs (fact 184)
 */
export function compileText(session: Session, text: string): CompiledBlock {
  const { stored, user, currentSchema } = session;
  let cache = caches.get(stored);
  if (cache === undefined) caches.set(stored, (cache = new Map<string, CompiledBlock>()));
  const key = `${user}/${currentSchema}/${text}`;
  const known = cache.get(key);
  if (known?.generation === stored.generation) return known;
  const block = compiled(session, text);
  cache.delete(key);
  cache.set(key, block);
  if (cache.size > cacheSize) cache.delete(cache.keys().next().value!);
  return block;
}

function compiled(session: Session, text: string): CompiledBlock {
  const { statement } = parse(text);
  if (statement.kind !== "block" && statement.kind !== "call")
    throw new OraError(900, "invalid SQL statement");
  const source: Source = { text, name: undefined };
  const compiler = new Compiler(session, source);
  const at = { compiler, scope: new Scope(undefined, 0, { slots: 0 }, undefined, "none") };
  const exec =
    statement.kind === "block" ? compileBlock(at, statement) : compileStatement(at, callBlock(statement));
  compiler.finish();
  const { read, written } = compiler;
  return { source, exec, read, written, generation: session.stored.generation };
}

/** The SQL statement CALL is a block of one call. */
function callBlock({ pos, call, into }: CallStatement): Block {
  const body =
    into === undefined
      ? ({ kind: "callStatement", pos, call } as const)
      : ({ kind: "assign", pos, target: into, value: call } as const);
  return { kind: "block", pos, label: undefined, declarations: [], body: [body], handlers: [] };
}

/**
 * Runs a block. Values of binds come in by the names of `read` and `written`; those it writes are changed in the map. What
 * a failed block has done is undone, as far as it did not commit it. @throws OraError with its ORA-06512 lines
 */
export async function runBlock(
  session: Session,
  block: CompiledBlock,
  binds: Map<string, Value>,
  signal: AbortSignal,
): Promise<void> {
  const run = new Run(session, binds, signal);
  const frame = new Frame(run, block.source, undefined);
  const undo = session.mark();
  try {
    await block.exec(frame);
  } catch (error) {
    undo();
    if (isFatal(error)) throw error;
    const failure: Failure = leaving(error, frame);
    throw failure.toOraError();
  }
}

/** @throws OraError */
export async function executeBlock(
  session: Session,
  text: string,
  binds: Map<string, Value>,
  signal: AbortSignal,
): Promise<void> {
  await runBlock(session, compileText(session, text), binds, signal);
}
