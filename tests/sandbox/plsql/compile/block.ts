import type { Block, Handler, Path, PlsqlStatement } from "../../lang/ast";
import { Failure, failureOf, isFatal, pls } from "../failure";
import { then } from "../frame";
import type { Exec, Frame, Maybe, Signal } from "../frame";
import type { DeclaredException } from "../scope";
import type { At } from "./compiler";
import { declare } from "./declarations";
import { predefined } from "./exceptions";
import { compileStatement } from "./statements";
import { storedName } from "./storedNames";
import { dotted, findSpec } from "./types";

/** A block with its own declarations, nested or outermost. */
export function compileBlock(at: At, block: Block): Exec {
  const inner: At = { ...at, scope: at.scope.inner(block.label) };
  return compileBody(inner, block);
}

/** A block in a scope that was made for it. */
export function compileBody(at: At, block: Block): Exec {
  const prepare = declare(at, block.declarations);
  const body = compileSequence(at, block.body);
  const inner = block.handlers.length === 0 ? body : guarded(at, body, block.handlers);
  // What fails in the declarations goes to the block around.
  const whole: Exec = prepare === undefined ? inner : (frame) => then(prepare(frame), () => inner(frame));
  return isAutonomous(block) ? (frame) => frame.session.autonomous(() => whole(frame)) : whole;
}

function isAutonomous({ declarations }: Block): boolean {
  return declarations.some((one) => one.kind === "pragma" && one.name === "AUTONOMOUS_TRANSACTION");
}

/** A body with its exception handlers. */
function guarded(at: At, body: Exec, written: readonly Handler[]): Exec {
  const handlers = written.map((handler) => compileHandler(at, handler));
  const caught = (frame: Frame, error: unknown): Promise<Signal | undefined> => {
    if (isFatal(error)) throw error as Error;
    const failure = failureOf(error);
    const handler = handlers.find(({ takes }) => takes(failure));
    if (handler === undefined) throw failure;
    failure.passed(frame);
    return handle(frame, failure, handler.body);
  };
  return (frame) => {
    try {
      const result = body(frame);
      return result instanceof Promise ? result.catch((error: unknown) => caught(frame, error)) : result;
    } catch (error) {
      return caught(frame, error);
    }
  };
}

async function handle(frame: Frame, failure: Failure, body: Exec): Promise<Signal | undefined> {
  const { run } = frame;
  const outer = run.handling;
  run.handling = failure;
  try {
    return await body(frame);
  } catch (error) {
    if (isFatal(error)) throw error;
    const raised = failureOf(error);
    if (raised !== failure) raised.earlier ??= failure;
    throw raised;
  } finally {
    run.handling = outer;
  }
}

/** Statements one after another. */
export function compileSequence(at: At, statements: readonly PlsqlStatement[]): Exec {
  const steps = statements.map((statement) => ({
    pos: statement.pos,
    exec: compileStatement(at, statement),
  }));
  const from = (frame: Frame, start: number): Maybe<Signal | undefined> => {
    for (let index = start; index < steps.length; index++) {
      const { pos, exec } = steps[index]!;
      frame.pos = pos;
      const result = exec(frame);
      if (result instanceof Promise) return result.then((signal) => signal ?? from(frame, index + 1));
      if (result !== undefined) return result;
    }
    return undefined;
  };
  return (frame) => from(frame, 0);
}

interface CompiledHandler {
  readonly takes: (failure: Failure) => boolean;
  readonly body: Exec;
}

function compileHandler(at: At, { pos, exceptions, body }: Handler): CompiledHandler {
  const wanted = exceptions.flatMap((path) => {
    const exception = at.compiler.attempt(pos, "Statement", () => exceptionOf(at, path));
    return exception === undefined ? [] : [exception];
  });
  return {
    takes: (failure) => exceptions.length === 0 || wanted.some((exception) => isOf(failure, exception)),
    body: compileSequence({ ...at, handling: true }, body),
  };
}

function isOf(failure: Failure, exception: DeclaredException): boolean {
  return exception.code === undefined ? failure.declared === exception : failure.code === exception.code;
}

/** A declared exception, one of STANDARD, or one of a package. */
export function exceptionOf(at: At, path: Path): DeclaredException {
  const name = path.at(-1)!.name;
  const local = path.length === 1 ? at.scope.find(name) : at.scope.labelled(path[0]!.name)?.names.get(name);
  if (local?.kind === "exception") return local;
  const standard = path.length === 1 || path[0]!.name === "STANDARD" ? predefined(name) : undefined;
  if (standard !== undefined) return standard;
  const stored = path.length > 1 ? storedName(at, path)?.entity : undefined;
  if (stored?.kind === "exception") return stored;
  const code = path.length > 1 ? findSpec(at.compiler.session, path)?.exceptions?.[name] : undefined;
  if (code !== undefined) return { kind: "exception", name, code: Math.abs(code) };
  throw pls(path[0]!.pos, 201, `identifier '${dotted(path)}' must be declared`);
}
