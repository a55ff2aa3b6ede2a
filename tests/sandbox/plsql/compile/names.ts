import type { Argument, Call, Identifier, Name } from "../../lang/ast";
import { pls } from "../failure";
import type { Routine } from "../scope";
import { CollectionValue, RecordValue } from "../catalogue";
import { evaluateAll, then } from "../frame";
import { builtin } from "../builtins";
import { any, integer } from "../types";
import type { CollectionType, RecordType } from "../types";
import { coerce, initial } from "../values";
import { pair } from "./arguments";
import { callBuiltin } from "./builtins";
import type { At, Code } from "./compiler";
import { compileExpression, constant } from "./expression";
import { callSpec, specConstant } from "./packages";
import { compileChain, walk } from "./chains";
import { keyOf } from "./elements";
import { storedPlace, variableOf, variablePlace } from "./places";
import { callRoutine } from "./routines";
import { sqlExpression } from "./sql";
import { storedRoutines } from "./storedNames";
import { declaredType, dotted, findSpec } from "./types";

/** Whether a value is wanted or an effect. */
export type Use = "function" | "procedure";

/** A name without parentheses: a variable, a field, a constant, or a function that takes no arguments. */
export function compileName(at: At, e: Name): Code {
  const { path, pos } = e;
  const found = variableOf(at, path);
  if (found !== undefined) {
    const fields = found.rest.map((name) => ({ kind: "field", name }) as const);
    return walk(at, variablePlace(at, found.variable), fields);
  }
  const entity = at.scope.find(path[0]!.name);
  if (entity?.kind === "constant" && path.length === 1) return constant(entity.value, entity.type);
  const last = path.at(-1)!.name;
  if (path.length > 1 && (last === "NEXTVAL" || last === "CURRVAL")) return sqlExpression(at, e);
  if (path.length > 1) {
    const stored = storedPlace(at, path);
    if (stored !== undefined) {
      const fields = stored.rest.map((name) => ({ kind: "field", name }) as const);
      return walk(at, stored.place, fields);
    }
    const value = specConstant(at, path);
    if (value !== undefined) return value;
  }
  return callNamed(at, { path, pos, args: [] }, "function");
}

export function compileCall(at: At, e: Call, use: Use): Code {
  const { path, pos, args } = e;
  if (e.within !== undefined || e.over !== undefined || e.keep !== undefined || e.star || e.distinct) {
    throw inSqlOnly(path, pos);
  }
  if (variableOf(at, path) !== undefined || storedPlace(at, path) !== undefined) return compileChain(at, e);
  return callNamed(at, { path, pos, args }, use);
}

const sqlOnly: ReadonlySet<string> = new Set([
  "DECODE",
  "COUNT",
  "SUM",
  "AVG",
  "MIN",
  "MAX",
  "LISTAGG",
  "ROWNUM",
  "LEVEL",
  "XMLAGG",
]);

function inSqlOnly(path: readonly Identifier[], pos: number): Error {
  return pls(pos, 204, `function or pseudo-column '${dotted(path)}' may be used inside a SQL statement only`);
}

export interface NamedCall {
  readonly path: readonly Identifier[];
  readonly pos: number;
  readonly args: readonly Argument[];
}

/** Resolves as PL/SQL does: what is declared around, what the schema has, packages, then STANDARD. */
export function callNamed(at: At, call: NamedCall, use: Use): Code {
  const { path, pos, args } = call;
  const name = path.at(-1)!.name;
  const local = localRoutines(at, path);
  if (local !== undefined) return callRoutine(at, { name, pos, args }, local, use);
  const constructor = collectionConstructor(at, call);
  if (constructor !== undefined) return constructor;
  const stored = storedRoutines(at, path);
  if (stored !== undefined) return callRoutine(at, { name, pos, args }, stored.routines, use, stored.home);
  const spec = findSpec(at.compiler.session, path);
  if (spec !== undefined && path.length > 1) return callSpec(at, spec, call, use);
  const isStandard = path.length === 1 || (path.length === 2 && path[0]!.name === "STANDARD");
  const standard = isStandard ? builtin(name) : undefined;
  if (standard?.sqlOnly === true) throw inSqlOnly(path, pos);
  if (standard !== undefined) {
    if (use === "procedure" && name !== "RAISE_APPLICATION_ERROR") throw notAProcedure(pos, name);
    return callBuiltin(at, standard, { name, pos, args });
  }
  if (path.length === 1 && sqlOnly.has(name)) throw inSqlOnly(path, pos);
  const entity = path.length === 1 ? at.scope.find(name) : undefined;
  if (entity !== undefined)
    throw use === "procedure"
      ? notAProcedure(pos, name)
      : pls(pos, 330, `invalid use of type name or subtype name`);
  throw pls(pos, 201, `identifier '${dotted(path)}' must be declared`);
}

export function notAProcedure(pos: number, name: string): Error {
  return pls(pos, 221, `'${name}' is not a procedure or is undefined`);
}

function localRoutines(at: At, path: readonly Identifier[]): readonly Routine[] | undefined {
  const [first, second] = path;
  const entity = path.length === 1 ? at.scope.find(first!.name) : path.length === 2 ? at.scope.labelled(first!.name)?.names.get(second!.name) : undefined; // prettier-ignore
  return entity?.kind === "routines" ? entity.routines : undefined;
}

/** `t_names('a', 'b')`, `owa.vc_arr()`. */
function collectionConstructor(at: At, { path, pos, args }: NamedCall): Code | undefined {
  const type = declaredType(at, path);
  if (type?.kind === "collection") return construct(at, type, args);
  if (type?.kind === "object") {
    const spec = at.compiler.session.catalogue.find(type.name)!;
    return callSpec(at, spec, { path, pos, args }, "function");
  }
  return type?.kind === "record" ? constructRecord(at, type, { path, pos, args }) : undefined;
}

/** `t_point(1, 2)`: an object of a created type, or since 18c a record, by position or by name. */
function constructRecord(at: At, type: RecordType, { path, pos, args }: NamedCall): Code {
  const names = [...type.fields.keys()];
  const given = pair(
    names.map((name) => ({ name, mode: "in", type: type.fields.get(name)!, optional: type.object !== true })),
    args,
  );
  if (given === undefined)
    throw pls(pos, 306, `wrong number or types of arguments in call to '${path.at(-1)!.name}'`);
  const codes = given.map((value) =>
    value === undefined ? constant(null, any) : compileExpression(at, value),
  );
  const runs = codes.map(({ run }) => run);
  return {
    type,
    run: (frame) =>
      then(
        evaluateAll(runs, frame),
        (values) =>
          new RecordValue(
            names.map((name, index) => [
              name,
              codes[index]!.type === any && given[index] === undefined
                ? initial(type.fields.get(name)!)
                : coerce(values[index] ?? null, type.fields.get(name)!, codes[index]!.type),
            ]),
          ),
      ),
  };
}

/** By position; index-by tables take `index => value` too (since 18c). */
function construct(at: At, type: CollectionType, args: readonly Argument[]): Code {
  const codes = args.map(({ value }) => compileExpression(at, value));
  const keys = args.map(({ key }, index) =>
    key === undefined ? constant(index + 1, integer) : compileExpression(at, key),
  );
  const runs = [...codes, ...keys].map(({ run }) => run);
  return {
    type,
    run: (frame) =>
      then(
        evaluateAll(runs, frame),
        (values) =>
          new CollectionValue(
            codes.map((code, index) => [
              keyOf(values[codes.length + index]!, type),
              coerce(values[index]!, type.of, code.type),
            ]),
          ),
      ),
  };
}
