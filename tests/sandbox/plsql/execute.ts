import { parse } from "../lang";
import type { Block, CallStatement } from "../lang/ast";
import { ora } from "./failure";
import { compileBlock } from "./compile/block";
import { Compiler } from "./compile/compiler";
import { compileStatement } from "./compile/statements";
import { leaving } from "./compile/routines";
import { Frame, Run } from "./frame";
import type { Exec } from "./frame";
import type { Value } from "./catalogue";
import { Scope } from "./scope";
import type { Session } from "./session";

export interface CompiledBlock {
  readonly text: string;
  readonly exec: Exec;
  readonly read: ReadonlySet<string>;
  readonly written: ReadonlySet<string>;
}

/** @throws OraError where anything in the block is wrong, before any of it runs (fact 184). */
export function compileText(session: Session, text: string): CompiledBlock {
  const { statement } = parse(text);
  if (statement.kind !== "block" && statement.kind !== "call")
    throw ora(900, "invalid SQL statement").toOraError();
  const compiler = new Compiler(session, { text, name: undefined });
  const at = { compiler, scope: new Scope(undefined, 0, { slots: 0 }, undefined, "none") };
  const exec =
    statement.kind === "block" ? compileBlock(at, statement) : compileStatement(at, callBlock(statement));
  compiler.finish();
  return { text, exec, read: compiler.read, written: compiler.written };
}

/** The SQL statement CALL is a block of one call. */
function callBlock({ pos, call, into }: CallStatement): Block {
  const body =
    into === undefined
      ? ({ kind: "callStatement", pos, call } as const)
      : ({ kind: "assign", pos, target: into, value: call } as const);
  return { kind: "block", pos, label: undefined, declarations: [], body: [body], handlers: [] };
}

/** Runs a block; the binds it writes are changed in the map. @throws OraError */
export async function runBlock(
  session: Session,
  block: CompiledBlock,
  binds: Map<string, Value>,
  signal: AbortSignal,
): Promise<void> {
  const run = new Run(session, binds, signal);
  const frame = new Frame(run, { text: block.text, name: undefined }, undefined);
  try {
    await block.exec(frame);
  } catch (error) {
    throw leaving(error, frame);
  }
}

export async function executeBlock(
  session: Session,
  text: string,
  binds: Map<string, Value>,
  signal: AbortSignal,
): Promise<void> {
  await runBlock(session, compileText(session, text), binds, signal);
}
