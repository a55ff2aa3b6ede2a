import type { Argument, Identifier } from "../../lang/ast";
import type { CollectionValue, Value } from "../catalogue";
import { ora, pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { Eval } from "../frame";
import { any, boolean, integer, text } from "../types";
import type { CollectionType } from "../types";
import { copy, initial, toNumber } from "../values";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";
import { collectionOf, keyOf } from "./elements";

type Method = (collection: CollectionValue, args: readonly Value[], type: CollectionType) => Value;

const neighbour =
  (step: 1 | -1): Method =>
  (collection, [from], type) => {
    const key = keyOf(from ?? null, type);
    const keys = collection.keys();
    const found = step === 1 ? keys.find((other) => other > key) : keys.filter((other) => other < key).at(-1);
    return found ?? null;
  };

const methods: Readonly<Record<string, Method>> = {
  COUNT: ({ elements }) => elements.size,
  FIRST: (collection) => collection.keys()[0] ?? null,
  LAST: (collection) => collection.keys().at(-1) ?? null,
  LIMIT: (_, __, type) => type.limit ?? null,
  NEXT: neighbour(1),
  PRIOR: neighbour(-1),
  EXISTS: ({ elements }, [index], type) =>
    index !== null && index !== undefined && elements.has(keyOf(index, type)),
  DELETE: ({ elements }, args, type) => {
    const [from, to] = args;
    if (from === undefined) elements.clear();
    else if (to === undefined) {
      if (from !== null) elements.delete(keyOf(from, type));
    } else {
      const [low, high] = [keyOf(from, type), keyOf(to, type)];
      for (const key of [...elements.keys()]) if (key >= low && key <= high) elements.delete(key);
    }
    return null;
  },
  EXTEND: ({ elements }, [count, from], type) => {
    const last = Math.max(0, ...[...elements.keys()].map(Number));
    const added = count === undefined ? 1 : (toNumber(count) ?? 0);
    if (type.limit !== undefined && last + added > type.limit) throw ora(6532, "Subscript outside of limit");
    const value = from === undefined ? undefined : elements.get(keyOf(from, type));
    for (let i = 1; i <= added; i++)
      elements.set(last + i, value === undefined ? initial(type.of) : copy(value));
    return null;
  },
  TRIM: (collection, [count]) => {
    const keys = collection.keys();
    const removed = count === undefined ? 1 : (toNumber(count) ?? 0);
    if (removed > keys.length) throw ora(6533, "Subscript beyond count");
    for (const key of keys.slice(keys.length - removed)) collection.elements.delete(key);
    return null;
  },
};

const results: Readonly<Record<string, Code["type"]>> = { EXISTS: boolean, COUNT: integer, LIMIT: integer };

export function isCollectionMethod(name: string): boolean {
  return Object.hasOwn(methods, name);
}

export function collectionMethod(
  at: At,
  of: { type: CollectionType; run: Eval },
  name: Identifier,
  args: readonly Argument[],
): Code {
  const method = methods[name.name];
  if (method === undefined) throw pls(name.pos, 302, `component '${name.name}' must be declared`);
  const codes = args.map(({ value }) => compileExpression(at, value).run);
  return {
    type:
      results[name.name] ?? (of.type.index === "text" ? text : of.type.index === "number" ? integer : any),
    run: (frame) =>
      then(of.run(frame), (value) =>
        then(evaluateAll(codes, frame), (given) => {
          if (value === null && name.name === "EXISTS") return false;
          return method(collectionOf(value), given, of.type);
        }),
      ),
  };
}
