import { parseExpression } from "../../lang";
import type { Argument, Identifier, Path } from "../../lang/ast";
import type { Arguments, CallContext, Overload, PackageSpec, Parameter, Value } from "../catalogue";
import { CompileProblem, failureOf, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Eval, Frame, Maybe } from "../frame";
import { Scope } from "../scope";
import { any } from "../types";
import type { ObjectType } from "../types";
import { coerce } from "../values";
import { match } from "./arguments";
import type { Actual, Formal } from "./arguments";
import type { At, Code } from "./compiler";
import { compileExpression, constant } from "./expression";
import { notAProcedure } from "./names";
import type { NamedCall, Use } from "./names";
import { findSpec, namedType } from "./types";

/** `ords.source_type_plsql`. */
export function specConstant(at: At, path: Path): Code | undefined {
  const spec = findSpec(at.compiler.session, path);
  const found = spec?.constants?.[path.at(-1)!.name];
  return found === undefined
    ? undefined
    : constant(found.value, namedType(at.compiler.session, found.type, spec));
}

interface Candidate {
  readonly overload: Overload;
  readonly formals: readonly Formal[];
}

/** A call of a package of the catalogue. */
export function callSpec(at: At, spec: PackageSpec, call: NamedCall, use: Use): Code {
  const { name, pos } = call.path.at(-1)!;
  const all = Object.hasOwn(spec.subprograms, name) ? spec.subprograms[name] : undefined;
  if (all === undefined && spec.partial === true) {
    throw new CompileProblem(
      pos,
      `ORA-03001: unimplemented feature: ${spec.name}.${name} is not supported by the sandbox`,
    );
  }
  if (all === undefined) throw pls(pos, 302, `component '${name}' must be declared`);
  const fitting = all.filter(({ returns }) => (returns !== undefined) === (use === "function"));
  if (fitting.length === 0) {
    throw use === "procedure"
      ? notAProcedure(pos, name)
      : pls(pos, 222, `no function with name '${name}' exists in this scope`);
  }
  return callOverload(at, spec, call, fitting, undefined);
}

/** A method of an object. */
export function callMember(
  at: At,
  self: Code & { readonly type: ObjectType },
  name: Identifier,
  args: readonly Argument[],
): Code {
  const spec = at.compiler.session.catalogue.find(self.type.name);
  const all =
    spec?.members !== undefined && Object.hasOwn(spec.members, name.name)
      ? spec.members[name.name]
      : undefined;
  if (spec === undefined || all === undefined)
    throw pls(name.pos, 302, `component '${name.name}' must be declared`);
  return callOverload(at, spec, { path: [name], pos: name.pos, args }, all, self);
}

function callOverload(
  at: At,
  spec: PackageSpec,
  { path, args }: NamedCall,
  fitting: readonly Overload[],
  self: Code | undefined,
): Code {
  const { session } = at.compiler;
  const { name } = path.at(-1)!;
  const candidates = fitting.map((overload): Candidate => ({
    overload,
    formals: overload.params.map((param) => formalOf(at, spec, param)),
  }));
  const { candidate, actuals } = match(at, { name, pos: path[0]!.pos, args }, candidates);
  const { overload, formals } = candidate;
  const values = overload.params.map((param, index) => argument(at, spec, param, actuals[index]));
  if (self !== undefined) values.push(self.run);
  const type = overload.returns === undefined ? any : namedType(session, overload.returns, spec);
  return {
    type,
    run: (frame) =>
      then(evaluateAll(values, frame), (given) => {
        const passed: Arguments = {};
        if (self !== undefined) passed.self = given[overload.params.length]!;
        for (const [index, { name: key, mode }] of overload.params.entries()) {
          const from = actuals[index]?.kind === "value" ? actuals[index].code.type : undefined;
          const value = given[index] ?? null;
          // A bind that turns out to be a BLOB stays one where there is an overload for each kind of LOB.
          const isBlob =
            from?.kind === "any" && formals[index]!.type.kind === "clob" && Buffer.isBuffer(value);
          passed[key] = mode === "out" ? null : isBlob ? value : coerce(value, formals[index]!.type, from);
        }
        return invoke(spec, overload, frame, passed, (result) =>
          then(copyBack(overload, actuals, frame, passed), () => coerce(result, type)),
        );
      }),
  };
}

function formalOf(at: At, spec: PackageSpec, { name, mode, type, default: initial }: Parameter): Formal {
  return {
    name: name.toUpperCase(),
    mode,
    type: namedType(at.compiler.session, type, spec),
    optional: initial !== undefined,
  };
}

function invoke(
  spec: PackageSpec,
  overload: Overload,
  frame: Frame,
  args: Arguments,
  go: (result: Value) => Maybe<Value>,
): Maybe<Value> {
  const fail = (error: unknown): never => {
    const failure = failureOf(error);
    if (!failure.text.includes("ORA-06512"))
      failure.trace.push(`ORA-06512: at "${spec.owner}.${spec.name}", line 1`);
    throw failure;
  };
  const context: CallContext = frame.session;
  let result: Maybe<Value>;
  try {
    result = overload.run(context, args, frame);
  } catch (error) {
    return fail(error);
  }
  return result instanceof Promise ? result.then(undefined, fail).then(go) : go(result);
}

async function copyAll(writes: readonly (() => Maybe<void>)[]): Promise<void> {
  for (const write of writes) await write();
}

function copyBack(
  overload: Overload,
  actuals: readonly Actual[],
  frame: Frame,
  args: Arguments,
): Maybe<void> {
  const writes = overload.params.flatMap(({ name }, index) => {
    const given = actuals[index];
    return given?.kind === "place" ? [() => given.place.set(frame, args[name] ?? null)] : [];
  });
  return writes.length === 0 ? undefined : copyAll(writes);
}

const rootScope = new Scope(undefined, 0, { slots: 0 }, undefined, "none");

function argument(at: At, spec: PackageSpec, { default: initial, mode }: Parameter, given: Actual): Eval {
  if (given?.kind === "value") return given.code.run;
  // An element that an OUT argument makes is not there yet.
  if (given?.kind === "place") return mode === "out" ? () => null : given.place.run;
  if (initial === undefined) return () => null;
  const e = parseExpression(initial);
  // A bare name in a default is a constant of the same package.
  if (e.kind === "name" && e.path.length === 1) {
    const own = spec.constants?.[e.path[0]!.name];
    if (own !== undefined) return () => own.value;
  }
  return compileExpression({ compiler: at.compiler, scope: rootScope }, e).run;
}
