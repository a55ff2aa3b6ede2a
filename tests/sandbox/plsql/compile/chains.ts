import type { Expression } from "../../lang/ast";
import { pls } from "../failure";
import { then } from "../frame";
import { any } from "../types";
import { bulkExceptions, isBulkExceptions } from "./bulkExceptions";
import { collectionMethod, isCollectionMethod } from "./collections";
import type { At, Code } from "./compiler";
import { elementOf, fieldOf } from "./elements";
import { compileExpression } from "./expression";
import { compileCall } from "./names";
import { callMember } from "./packages";
import { boundVariable, storedPlace, unwind, variableOf, variablePlace } from "./places";
import type { Step } from "./places";
import { fieldType } from "./types";

/** Fields, elements and methods of a value that is no plain variable, or of one. */
export function compileChain(at: At, e: Expression): Code {
  const { base, steps } = unwind(e);
  if (isBulkExceptions(base)) return walk(at, bulkExceptions, steps);
  const bound = base.kind === "bind" ? boundVariable(at, base.name) : undefined;
  if (bound !== undefined) return walk(at, variablePlace(at, bound), steps);
  if (base.kind === "name") {
    const found = variableOf(at, base.path);
    if (found !== undefined) {
      const fields = found.rest.map((name) => ({ kind: "field", name }) as const);
      return walk(at, variablePlace(at, found.variable), [...fields, ...steps]);
    }
    const stored = storedPlace(at, base.path);
    if (stored !== undefined) {
      const fields = stored.rest.map((name) => ({ kind: "field", name }) as const);
      return walk(at, stored.place, [...fields, ...steps]);
    }
    const [first, ...rest] = steps;
    if (first?.kind === "index") {
      const call = { kind: "call", pos: base.pos, path: base.path, args: first.args, star: false, distinct: false, within: undefined, keep: undefined, over: undefined, overflowTruncate: false, ignoreNulls: false } as const; // prettier-ignore
      return walk(at, compileCall(at, call, "function"), rest);
    }
  }
  return walk(at, compileExpression(at, base), steps);
}

export function walk(at: At, start: Code, steps: readonly Step[]): Code {
  let code = start;
  for (let index = 0; index < steps.length; index++) {
    const step = steps[index]!;
    const { type, run } = code;
    if (step.kind === "index") {
      const [argument] = step.args;
      if (
        argument === undefined ||
        step.args.length > 1 ||
        (type.kind !== "collection" && type.kind !== "any")
      ) {
        throw pls(step.pos, 306, "wrong number or types of arguments");
      }
      const key = compileExpression(at, argument.value);
      const collection = type.kind === "collection" ? type : undefined;
      code = {
        type: collection?.of ?? any,
        run: (frame) =>
          then(run(frame), (value) => then(key.run(frame), (given) => elementOf(value, given, collection))),
      };
    } else if (type.kind === "collection" && isCollectionMethod(step.name.name)) {
      const next = steps[index + 1];
      const args = next?.kind === "index" ? next.args : [];
      if (next?.kind === "index") index++;
      code = collectionMethod(at, { type, run }, step.name, args);
    } else if (type.kind === "object") {
      const next = steps[index + 1];
      if (next?.kind === "index") index++;
      code = callMember(at, { type, run }, step.name, next?.kind === "index" ? next.args : []);
    } else {
      const { name, pos } = step.name;
      code = {
        type: fieldType(type, name, pos),
        run: (frame) => then(run(frame), (value) => fieldOf(value, name)),
      };
    }
  }
  return code;
}
