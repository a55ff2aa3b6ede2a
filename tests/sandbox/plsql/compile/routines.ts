import type { Argument } from "../../lang/ast";
import type { Value } from "../catalogue";
import { failureOf, ora, pls } from "../failure";
import type { Failure } from "../failure";
import { evaluateAll, Frame, then } from "../frame";
import type { Eval, Maybe } from "../frame";
import type { Home, LocalParameter, Routine } from "../scope";
import { any } from "../types";
import { coerce, copy } from "../values";
import { match } from "./arguments";
import type { Actual } from "./arguments";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";
import { notAProcedure } from "./names";
import type { Use } from "./names";

interface CalledName {
  readonly name: string;
  readonly pos: number;
  readonly args: readonly Argument[];
}

/** A call of a procedure or function written in PL/SQL; `home` is for those of stored units. */
export function callRoutine(
  at: At,
  call: CalledName,
  routines: readonly Routine[],
  use: Use,
  home?: Home,
): Code {
  const { name, pos } = call;
  const fitting = routines.filter(({ returns }) => (returns !== undefined) === (use === "function"));
  if (fitting.length === 0) {
    throw use === "procedure"
      ? notAProcedure(pos, name)
      : pls(pos, 222, `no function with name '${name}' exists in this scope`);
  }
  const candidates = fitting.map((routine) => ({
    routine,
    formals: routine.params.map((param) => ({ ...param, optional: param.default !== undefined })),
  }));
  const { candidate, actuals } = match(at, call, candidates);
  const { routine } = candidate;
  const values = routine.params.map((param, index) => valueOf(at, routine, param, actuals[index], home));
  const levels = at.scope.level - routine.level;
  return {
    type: routine.returns ?? any,
    run: (frame) =>
      then(evaluateAll(values, frame), (given) => {
        const parent = home === undefined ? frame.out(levels) : home(frame);
        return then(parent, (outer) => enter(frame, routine, actuals, given, outer));
      }),
  };
}

/** What recurses without end stops here, before memory does. */
const deepest = 5000;
/** JavaScript's own stack is left now and then: it holds far fewer calls. */
const stretch = 40;

function enter(
  caller: Frame,
  routine: Routine,
  actuals: readonly Actual[],
  given: readonly Value[],
  parent: Frame | undefined,
): Maybe<Value> {
  const { run } = caller;
  const { code } = routine;
  if (code === undefined) throw missing(routine);
  if (run.depth >= deepest) throw ora(6500, "PL/SQL: storage error");
  const frame = new Frame(run, routine.source, parent, caller);
  if (routine.body !== undefined) frame.pos = routine.body.pos;
  const depth = ++run.depth;
  const start = (): Maybe<unknown> => {
    const { params } = routine;
    for (let index = 0; index < params.length; index++) {
      const { mode, type } = params[index]!;
      const actual = actuals[index];
      const from = actual?.kind === "value" ? actual.code.type : undefined;
      frame.slots[index] =
        mode === "out" ? coerce(null, type) : copy(coerce(given[index] ?? null, type, from));
    }
    return code(frame);
  };
  const left = (error: unknown): never => {
    run.depth = depth - 1;
    throw leaving(error, frame);
  };
  const returned = (): Maybe<Value> => {
    run.depth = depth - 1;
    return copyOut(caller, frame, actuals);
  };
  if (depth % stretch === 0) return Promise.resolve().then(start).then(returned, left);
  let result: Maybe<unknown>;
  try {
    result = start();
  } catch (error) {
    return left(error);
  }
  return result instanceof Promise ? result.then(returned, left) : returned();
}

/** Gives OUT arguments their values, and then the result. */
function copyOut(caller: Frame, frame: Frame, actuals: readonly Actual[]): Maybe<Value> {
  let done: Maybe<void> = undefined;
  for (let index = 0; index < actuals.length; index++) {
    const actual = actuals[index];
    if (actual?.kind !== "place") continue;
    const { place } = actual;
    const value = frame.slots[index] ?? null;
    done = then(done, () => place.set(caller, value));
  }
  return then(done, () => frame.result);
}

function missing({ source, name }: Routine): Error {
  const unit = source.name ?? name;
  return ora(
    4067,
    `not executed, package body ${unit} does not exist\nORA-06508: PL/SQL: could not find program unit being called: ${unit}`,
  );
}

/** Notes where an exception leaves a routine. */
export function leaving(error: unknown, frame: Frame): Failure {
  const failure = failureOf(error);
  failure.passed(frame);
  return failure;
}

function valueOf(
  at: At,
  routine: Routine,
  { default: initial, mode }: LocalParameter,
  given: Actual,
  home: Home | undefined,
): Eval {
  if (given?.kind === "value") return given.code.run;
  if (given?.kind === "place") return mode === "out" ? () => null : given.place.run;
  if (initial === undefined) return () => null;
  // Defaults see what the routine's declaration sees.
  const scope = routine.declaredIn;
  const code = compileExpression({ compiler: at.compiler, scope }, initial);
  const levels = at.scope.level - routine.level;
  return (frame) =>
    then(home === undefined ? frame.out(levels) : home(frame), (outer) => code.run(outer ?? frame));
}
