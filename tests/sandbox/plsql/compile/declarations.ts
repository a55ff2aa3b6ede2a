import type { Declaration, ParameterDeclaration, PragmaDeclaration, Subprogram } from "../../lang/ast";
import { CollectionValue } from "../catalogue";
import { ora, pls } from "../failure";
import { then } from "../frame";
import type { Exec, Frame, Maybe } from "../frame";
import type { LocalParameter, Routine } from "../scope";
import { assignable } from "../types";
import type { Type } from "../types";
import { coerce, copy, initial } from "../values";
import { compileBody } from "./block";
import type { At } from "./compiler";
import { compileExpression } from "./expression";
import { checked, prepare } from "./sql";
import { definedType, rowOf, typeOf } from "./types";

type Prepare = (frame: Frame) => Maybe<void>;

/** Declares names in the scope; what comes back gives the variables their first values. */
export function declare(at: At, declarations: readonly Declaration[]): Prepare | undefined {
  const steps: { pos: number; run: (frame: Frame) => Maybe<void> }[] = [];
  const bodies: (() => void)[] = [];
  for (const declaration of declarations) {
    at.compiler.attempt(declaration.pos, "Item", () => {
      if (declaration.kind === "subprogram") {
        const compileLater = declareRoutine(at, declaration);
        if (compileLater !== undefined) bodies.push(compileLater);
        return;
      }
      const run = declareOne(at, declaration);
      if (run !== undefined) steps.push({ pos: declaration.pos, run });
    });
  }
  // Bodies may use what is declared after them only through forward declarations; a later variable does no harm.
  for (const compile of bodies) compile();
  if (at.scope.unit === undefined) complete(at, declarations);
  if (steps.length === 0) return undefined;
  const from = (frame: Frame, start: number): Maybe<void> => {
    for (let index = start; index < steps.length; index++) {
      const { pos, run } = steps[index]!;
      frame.pos = pos;
      const done = run(frame);
      if (done instanceof Promise) return done.then(() => from(frame, index + 1));
    }
  };
  return (frame) => from(frame, 0);
}

/** Each forward declaration needs its body; those of packages have theirs elsewhere. */
function complete(at: At, declarations: readonly Declaration[]): void {
  for (const declaration of declarations) {
    if (declaration.kind !== "subprogram" || declaration.body !== undefined) continue;
    const { name, pos } = declaration.name;
    const entity = at.scope.names.get(name);
    if (entity?.kind !== "routines" || entity.routines.every(({ body }) => body !== undefined)) continue;
    at.compiler.attempt(declaration.pos, "Item", () => {
      throw pls(pos, 328, `A subprogram body must be defined for the forward declaration of ${name}.`);
    });
  }
}

function declareOne(
  at: At,
  declaration: Exclude<Declaration, Subprogram>,
): ((frame: Frame) => Maybe<void>) | undefined {
  const { scope } = at;
  if (declaration.kind === "pragma") {
    pragma(at, declaration);
    return undefined;
  }
  const { name } = declaration.name;
  if (scope.names.has(name))
    throw pls(declaration.name.pos, 371, `at most one declaration for '${name}' is permitted`);
  switch (declaration.kind) {
    case "exception":
      scope.names.set(name, { kind: "exception", name, code: undefined });
      return undefined;
    case "type": {
      const { definition } = declaration;
      const type = definedType(at, name, definition);
      scope.names.set(name, { kind: "type", type });
      return undefined;
    }
    case "cursor": {
      if (declaration.query === undefined) throw pls(declaration.pos, 103, "a cursor needs its query here");
      const inner = scope.inner(declaration.name);
      const params = declaration.params.map((param) => {
        const type = typeOf(at, param.type);
        return {
          name: param.name.name,
          type,
          default: param.default,
          slot: inner.variable(param.name.name, type, true).slot,
        };
      });
      const { query } = declaration;
      const { statement, probe } = prepare({ compiler: at.compiler, scope: inner }, query);
      const row = rowOf(checked(query.pos, () => at.compiler.session.sql.columns(statement, probe)));
      const { slot } = scope.variable(name, { kind: "cursor" });
      scope.names.set(name, { kind: "cursor", slot, level: scope.level, params, query, row, scope: inner });
      return (frame) => {
        frame.slots[slot] = null;
      };
    }
    case "variable": {
      const type = typeOf(at, declaration.type);
      const first =
        declaration.default === undefined ? undefined : compileExpression(at, declaration.default);
      const variable = scope.variable(name, type, declaration.constant);
      if (first === undefined) {
        const empty = emptyOf(type);
        return (frame) => {
          frame.slots[variable.slot] = empty();
        };
      }
      if (!assignable(first.type, type))
        throw pls(declaration.default!.pos, 382, "expression is of wrong type");
      return (frame) =>
        then(first.run(frame), (value) => {
          frame.slots[variable.slot] = copy(coerce(value, type, first.type));
        });
    }
  }
}

function emptyOf(type: Type): () => ReturnType<typeof initial> {
  return type.kind === "record" || type.kind === "collection" ? () => initial(type) : () => null;
}

function pragma(at: At, { name, args }: PragmaDeclaration): void {
  const [exception, code] = args;
  if (name !== "EXCEPTION_INIT" || exception?.kind !== "name" || code === undefined) return;
  const declared = at.scope.find(exception.path[0]!.name);
  if (declared?.kind !== "exception")
    throw pls(exception.pos, 201, `identifier '${exception.path[0]!.name}' must be declared`);
  const number =
    code.kind === "unary" && code.operand.kind === "number"
      ? code.operand.value
      : code.kind === "number"
        ? code.value
        : NaN;
  if (Number.isNaN(number))
    throw pls(code.pos, 702, "second argument to PRAGMA EXCEPTION_INIT must be a numeric literal");
  declared.code = number;
}

/** Declares a procedure or function; what comes back compiles its body, when all around it is declared. */
export function declareRoutine(
  at: At,
  { name, params, returns, pipelined, body }: Subprogram,
): (() => void) | undefined {
  const { scope, compiler } = at;
  const known = scope.names.get(name.name);
  if (known !== undefined && known.kind !== "routines")
    throw pls(name.pos, 371, `at most one declaration for '${name.name}' is permitted`);
  const routines = known?.routines ?? [];
  if (known === undefined) scope.names.set(name.name, { kind: "routines", routines });
  const forward = routines.find(
    (routine) =>
      routine.body === undefined &&
      (routine.returns === undefined) === (returns === undefined) &&
      sameParameters(at, routine.params, params),
  );
  const routine: Routine = forward ?? {
    name: name.name,
    params: params.map((param) => parameter(at, param)),
    returns: returns === undefined ? undefined : typeOf(at, returns),
    level: scope.level,
    declaredIn: scope,
    source: compiler.source,
    body: undefined,
    code: undefined,
  };
  if (forward === undefined) routines.push(routine);
  if (body === undefined) return undefined;
  routine.body = body;
  return () => {
    const piped = pipelined && routine.returns?.kind === "collection" ? routine.returns.of : undefined;
    const inner =
      piped === undefined ? scope.routine(name.name, routine.returns) : scope.pipelined(name.name, piped);
    for (const { name: own, type, mode } of routine.params) inner.variable(own, type, mode === "in");
    const code = compileBody({ compiler, scope: inner }, body);
    if (piped !== undefined) routine.code = startsEmpty(code);
    else routine.code = routine.returns === undefined ? code : mustReturn(code);
  };
}

/** Where nothing is piped there are no rows. */
function startsEmpty(code: Exec): Exec {
  return (frame) => {
    frame.result = CollectionValue.of([]);
    return code(frame);
  };
}

function mustReturn(code: Exec): Exec {
  return (frame) =>
    then(code(frame), (signal) => {
      if (signal?.kind !== "return") throw functionWithoutValue();
      return signal;
    });
}

function sameParameters(
  at: At,
  left: readonly LocalParameter[],
  right: readonly ParameterDeclaration[],
): boolean {
  return (
    left.length === right.length &&
    left.every(({ name, type }, index) => {
      const other = right[index]!;
      return name === other.name.name && type.kind === typeOf(at, other.type).kind;
    })
  );
}

function parameter(at: At, param: ParameterDeclaration): LocalParameter {
  return { name: param.name.name, mode: param.mode, type: typeOf(at, param.type), default: param.default };
}

function functionWithoutValue(): Error {
  return ora(6503, "PL/SQL: Function returned without value");
}
