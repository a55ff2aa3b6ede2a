import type { Expression, PlsqlStatement } from "../../lang/ast";
import { oraNumber } from "../../errors";
import type { CollectionValue, Value } from "../catalogue";
import { Failure, ora, pls } from "../failure";
import { then } from "../frame";
import type { Exec, Frame, Maybe, Signal } from "../frame";
import { assignable } from "../types";
import type { Type } from "../types";
import { coerce, compare, copy, toBoolean } from "../values";
import { compileBlock, compileSequence, exceptionOf } from "./block";
import type { At, Code } from "./compiler";
import { closeCursor, fetchCursor, openCursor } from "./cursors";
import { executeImmediate } from "./dynamic";
import { messageOf } from "./exceptions";
import { compileExpression } from "./expression";
import { forAll, forLoopOverQuery, forLoopOverRange, plainLoop, whileLoop } from "./loops";
import { compileCall, callNamed } from "./names";
import { compileChain } from "./chains";
import { compilePlace } from "./places";
import { compileSql } from "./sql";
import { dotted } from "./types";

const nothing: Exec = () => undefined;

/** A statement; one that is wrong is noted and left out. */
export function compileStatement(at: At, statement: PlsqlStatement): Exec {
  const ignored = statement.kind === "sql" ? "SQL Statement" : "Statement";
  return at.compiler.attempt(statement.pos, ignored, () => compileOne(at, statement)) ?? nothing;
}

function compileOne(at: At, s: PlsqlStatement): Exec {
  switch (s.kind) {
    case "block":
      return compileBlock(at, s);
    case "null":
      return nothing;
    case "assign":
      return assign(at, s.target, s.value);
    case "callStatement":
      return callStatement(at, s.call);
    case "if":
      return branches(at, s.branches, s.else, undefined);
    case "caseStatement":
      return branches(at, s.branches, s.else, s.operand, () => {
        throw ora(6592, messageOf(6592));
      });
    case "loop":
      return plainLoop(at, s);
    case "while":
      return whileLoop(at, s);
    case "forRange":
      return forLoopOverRange(at, s);
    case "forQuery":
      return forLoopOverQuery(at, s);
    case "forAll":
      return forAll(at, s);
    case "exit":
    case "continue": {
      const signal: Signal = { kind: s.kind, label: s.label?.name };
      if (s.when === undefined) return () => signal;
      const { run } = condition(at, s.when);
      return (frame) => then(run(frame), (value) => (toBoolean(value) === true ? signal : undefined));
    }
    case "return":
      return returning(at, s.value, s.pos);
    case "raise":
      return raise(at, s);
    case "goto":
      throw pls(s.pos, 375, `illegal GOTO statement; GOTO is not supported by the sandbox`);
    case "sql":
      return compileSql(at, s.statement);
    case "executeImmediate":
      return executeImmediate(at, s);
    case "openCursor":
      return openCursor(at, s);
    case "fetchCursor":
      return fetchCursor(at, s);
    case "closeCursor":
      return closeCursor(at, s.cursor);
    case "pipeRow":
      return pipeRow(at, s);
  }
}

export function condition(at: At, e: Expression): Code {
  const code = compileExpression(at, e);
  if (!["boolean", "any", "null"].includes(code.type.kind))
    throw pls(e.pos, 382, "expression is of wrong type");
  return code;
}

function assign(at: At, target: Expression, value: Expression): Exec {
  const code = compileExpression(at, value);
  const place = compilePlace(at, target);
  if (!assignable(code.type, place.type)) throw pls(value.pos, 382, "expression is of wrong type");
  const { type } = code;
  return (frame) =>
    then(code.run(frame), (result) =>
      then(place.set(frame, copy(result), type), (): Signal | undefined => undefined),
    );
}

function callStatement(at: At, e: Expression): Exec {
  const code = calledCode(at, e);
  return (frame) => then(code.run(frame), (): Signal | undefined => undefined);
}

function calledCode(at: At, e: Expression): Code {
  if (e.kind === "call") return compileCall(at, e, "procedure");
  if (e.kind === "name") {
    const { path, pos } = e;
    const entity = at.scope.find(path[0]!.name);
    if (entity?.kind === "variable" && path.length > 1)
      return compileChain(at, e.path.length > 1 ? chainOf(e) : e);
    if (entity?.kind === "variable")
      throw pls(pos, 221, `'${dotted(path)}' is not a procedure or is undefined`);
    return callNamed(at, { path, pos, args: [] }, "procedure");
  }
  if (e.kind === "member" || e.kind === "apply") return compileChain(at, e);
  throw pls(e.pos, 221, "the expression is not a procedure");
}

/** `l_items.delete` as a chain, so that the method is seen. */
function chainOf(e: Expression & { kind: "name" }): Expression {
  const [first, ...rest] = e.path;
  return rest.reduce<Expression>((of, name) => ({ kind: "member", pos: name.pos, of, name }), {
    kind: "name",
    pos: e.pos,
    path: [first!],
    outer: false,
  });
}

interface Branch {
  readonly when: Expression;
  readonly body: readonly PlsqlStatement[];
}

function branches(
  at: At,
  all: readonly Branch[],
  otherwise: readonly PlsqlStatement[] | undefined,
  subject: Expression | undefined,
  missing: () => undefined = () => undefined,
): Exec {
  const of = subject === undefined ? undefined : compileExpression(at, subject).run;
  const compiled = all.map(({ when, body }) => ({
    when: (of === undefined ? condition(at, when) : compileExpression(at, when)).run,
    body: compileSequence(at, body),
  }));
  const rest = otherwise === undefined ? missing : compileSequence(at, otherwise);
  const choose = (frame: Frame, value: ReturnType<typeof copy>, from: number): Maybe<Signal | undefined> => {
    const branch = compiled[from];
    if (branch === undefined) return rest(frame);
    return then(branch.when(frame), (when) => {
      const hit = of === undefined ? toBoolean(when) === true : compare(value, when) === 0;
      return hit ? branch.body(frame) : choose(frame, value, from + 1);
    });
  };
  return (frame) =>
    of === undefined ? choose(frame, null, 0) : then(of(frame), (value) => choose(frame, value, 0));
}

function returning(at: At, value: Expression | undefined, pos: number): Exec {
  const { returns } = at.scope;
  const signal: Signal = { kind: "return" };
  if (value === undefined) {
    if (returns !== "none")
      throw pls(pos, 503, "RETURN <value> statement required for this return from function");
    return () => signal;
  }
  if (returns === "none")
    throw pls(pos, 372, "In a procedure, RETURN statement cannot contain an expression");
  const code = compileExpression(at, value);
  if (!assignable(code.type, returns)) throw pls(value.pos, 382, "expression is of wrong type");
  return (frame) =>
    then(code.run(frame), (result) => {
      frame.result = copy(coerceResult(result, returns, code));
      return signal;
    });
}

/** The rows of a call are all there when it ends: SQL waits for them. */
function pipeRow(at: At, { value, pos }: PlsqlStatement & { kind: "pipeRow" }): Exec {
  const { pipes } = at.scope.frame;
  if (pipes === undefined) throw pls(pos, 629, "PIPE statement cannot be used in non-pipelined functions");
  const code = compileExpression(at, value);
  if (!assignable(code.type, pipes)) throw pls(value.pos, 382, "expression is of wrong type");
  return (frame) =>
    then(code.run(frame), (row): Signal | undefined => {
      const { elements } = frame.result as CollectionValue;
      elements.set(elements.size + 1, copy(coerceResult(row, pipes, code)));
      return undefined;
    });
}

function raise(at: At, { exception, pos }: PlsqlStatement & { kind: "raise" }): Exec {
  if (exception === undefined) {
    if (at.handling !== true)
      throw pls(pos, 367, "a RAISE statement with no exception name must be inside an exception handler");
    return (frame) => {
      const handling = frame.run.handling!;
      handling.raisedAgain(frame);
      throw handling;
    };
  }
  const declared = exceptionOf(at, exception);
  const { code } = declared;
  return () => {
    if (code === undefined)
      throw new Failure(6510, "ORA-06510: PL/SQL: unhandled user-defined exception", declared);
    const message = messageOf(code);
    throw new Failure(code, `${oraNumber(code)}: ${message}`, declared);
  };
}

function coerceResult(value: Value, type: Type, from: Code): Value {
  return coerce(value, type, from.type);
}
