import type { Argument, Expression, Identifier, Path } from "../../lang/ast";
import { RecordValue } from "../catalogue";
import type { Value } from "../catalogue";
import { ora, pls } from "../failure";
import { then } from "../frame";
import type { Eval, Frame, Maybe } from "../frame";
import type { Variable } from "../scope";
import { any } from "../types";
import type { Type } from "../types";
import { coerce, initial } from "../values";
import type { At, Code } from "./compiler";
import { collectionOf, elementOf, fieldOf, isAssociative, keyOf, outside } from "./elements";
import { compileExpression } from "./expression";
import { storedName } from "./storedNames";
import { dotted, fieldType } from "./types";

/** Something that can be assigned to. */
export interface Place extends Code {
  /** The value to change in place: what is not there yet is made. */
  readonly hold: Eval;
  set(frame: Frame, value: Value, from?: Type): Maybe<void>;
}

/** A field, or an index or arguments in parentheses. */
export type Step =
  | { readonly kind: "field"; readonly name: Identifier }
  | { readonly kind: "index"; readonly args: readonly Argument[]; readonly pos: number };

/** A target of an assignment, INTO, or an OUT argument. */
export function compilePlace(at: At, e: Expression): Place {
  const { base, steps } = unwind(e);
  const bound = base.kind === "bind" ? boundVariable(at, base.name) : undefined;
  if (e.kind === "bind" && bound === undefined) return bindPlace(at, e.name);
  if (bound !== undefined) {
    if (bound.readonly)
      throw pls(e.pos, 363, `expression '${shown(base)}' cannot be used as an assignment target`);
    return steps.reduce<Place>((place, step) => stepPlace(at, place, step), variablePlace(at, bound));
  }
  if (base.kind !== "name")
    throw pls(e.pos, 363, `expression '${shown(e)}' cannot be used as an assignment target`);
  const { variable, rest } = variableOf(at, base.path) ?? {};
  if (variable === undefined) {
    const stored = storedPlace(at, base.path);
    if (stored?.readonly === false) {
      const all: Step[] = [...stored.rest.map((name) => ({ kind: "field", name }) as const), ...steps];
      return all.reduce<Place>((place, step) => stepPlace(at, place, step), stored.place);
    }
    const entity = at.scope.find(base.path[0]!.name);
    if (entity !== undefined || stored !== undefined)
      throw pls(e.pos, 363, `expression '${dotted(base.path)}' cannot be used as an assignment target`);
    throw pls(e.pos, 201, `identifier '${dotted(base.path)}' must be declared`);
  }
  if (variable.readonly)
    throw pls(e.pos, 363, `expression '${dotted(base.path)}' cannot be used as an assignment target`);
  const all: Step[] = [...(rest ?? []).map((name) => ({ kind: "field", name }) as const), ...steps];
  return all.reduce<Place>((place, step) => stepPlace(at, place, step), variablePlace(at, variable));
}

/** `f(x).y(z)`, `r.t(1).f`: the name it begins with and what is taken from it. */
export function unwind(e: Expression): { base: Expression; steps: Step[] } {
  const steps: Step[] = [];
  let base = e;
  for (;;) {
    if (base.kind === "member") {
      steps.unshift({ kind: "field", name: base.name });
      base = base.of;
    } else if (base.kind === "apply") {
      steps.unshift({ kind: "index", args: base.args, pos: base.pos });
      base = base.of;
    } else if (base.kind === "call") {
      steps.unshift({ kind: "index", args: base.args, pos: base.pos });
      base = { kind: "name", pos: base.pos, path: base.path, outer: false };
    } else return { base, steps };
  }
}

/** A variable and the fields after it, by scope or by label. */
export function variableOf(
  at: At,
  path: readonly Identifier[],
): { variable: Variable; rest: readonly Identifier[] } | undefined {
  const [first, second] = path;
  const entity = at.scope.find(first!.name);
  if (entity?.kind === "variable") return { variable: entity, rest: path.slice(1) };
  const labelled = second === undefined ? undefined : at.scope.labelled(first!.name)?.names.get(second.name);
  return labelled?.kind === "variable" ? { variable: labelled, rest: path.slice(2) } : undefined;
}

function bindPlace(at: At, name: string): Place {
  at.compiler.written.add(name);
  const run: Eval = (frame) => frame.run.binds.get(name) ?? null;
  return {
    type: any,
    run,
    hold: run,
    set: (frame, value) => {
      frame.run.binds.set(name, value === "" ? null : value);
    },
  };
}

export function variablePlace(at: At, { slot, level, type }: Variable): Place {
  const levels = at.scope.level - level;
  const run: Eval =
    levels === 0 ? (frame) => frame.slots[slot] ?? null : (frame) => frame.out(levels).slots[slot] ?? null;
  return {
    type,
    run,
    hold: (frame) => {
      const { slots } = frame.out(levels);
      return (slots[slot] ??= initial(type));
    },
    set: (frame, value, from) => {
      frame.out(levels).slots[slot] = coerce(value, type, from);
    },
  };
}

/** A variable of a package that somebody created, and what is taken of it. */
export function storedPlace(
  at: At,
  path: Path,
): { readonly place: Place; readonly rest: Path; readonly readonly: boolean } | undefined {
  const found = path.length > 1 ? storedName(at, path) : undefined;
  if (found?.entity.kind !== "variable") return undefined;
  const { home, rest, entity } = found;
  const { slot, type, readonly } = entity;
  const within = <Result>(frame: Frame, go: (slots: Value[]) => Result): Maybe<Result> =>
    then(home(frame), (owner) => go(owner!.slots));
  const place: Place = {
    type,
    run: (frame) => within(frame, (slots) => slots[slot] ?? null),
    hold: (frame) => within(frame, (slots) => (slots[slot] ??= initial(type))),
    set: (frame, value, from) =>
      within(frame, (slots) => {
        slots[slot] = coerce(value, type, from);
      }),
  };
  return { place, rest, readonly };
}

function stepPlace(at: At, place: Place, step: Step): Place {
  if (step.kind === "field") {
    const { name, pos } = step.name;
    return fieldPlace(place, name, fieldType(place.type, name, pos));
  }
  const [index] = step.args;
  if (index === undefined || step.args.length > 1)
    throw pls(step.pos, 306, "wrong number or types of arguments");
  if (place.type.kind !== "collection" && place.type.kind !== "any") {
    throw pls(step.pos, 306, "wrong number or types of arguments");
  }
  return elementPlace(place, compileExpression(at, index.value));
}

function fieldPlace(place: Place, name: string, type: Type): Place {
  const holder = (frame: Frame): Maybe<RecordValue> =>
    then(place.hold(frame), (value) => {
      if (value instanceof RecordValue) return value;
      throw ora(6530, "Reference to uninitialized composite");
    });
  return {
    type,
    run: (frame) => then(place.run(frame), (value) => fieldOf(value, name)),
    hold: (frame) =>
      then(holder(frame), ({ fields }) => {
        const value = fields.get(name) ?? initial(type);
        fields.set(name, value);
        return value;
      }),
    set: (frame, value, from) =>
      then(holder(frame), ({ fields }) => {
        fields.set(name, coerce(value, type, from));
      }),
  };
}

function elementPlace(place: Place, index: Code): Place {
  const collection = place.type.kind === "collection" ? place.type : undefined;
  const type = collection?.of ?? any;
  const at = (
    frame: Frame,
    go: (elements: Map<number | string, Value>, key: number | string) => Value,
  ): Maybe<Value> =>
    then(place.hold(frame), (value) =>
      then(index.run(frame), (given) => {
        const { elements } = collectionOf(value);
        const key = keyOf(given, collection);
        if (!elements.has(key) && !isAssociative(collection)) throw outside(elements, key);
        return go(elements, key);
      }),
    );
  return {
    type,
    run: (frame) =>
      then(place.run(frame), (value) => then(index.run(frame), (key) => elementOf(value, key, collection))),
    hold: (frame) =>
      at(frame, (elements, key) => {
        const value = elements.get(key) ?? initial(type);
        elements.set(key, value);
        return value;
      }),
    set: (frame, value, from) =>
      then(
        at(frame, (elements, key) => {
          elements.set(key, coerce(value, type, from));
          return null;
        }),
        () => undefined,
      ),
  };
}

/** `:new` and `:old` in a trigger. */
export function boundVariable(at: At, name: string): Variable | undefined {
  const entity = name === "NEW" || name === "OLD" ? at.scope.find(name) : undefined;
  return entity?.kind === "variable" ? entity : undefined;
}

function shown(e: Expression): string {
  return e.kind === "string" ? e.value : e.kind === "number" ? e.text : e.kind === "name" || e.kind === "call" ? dotted(e.path) : e.kind.toUpperCase(); // prettier-ignore
}
