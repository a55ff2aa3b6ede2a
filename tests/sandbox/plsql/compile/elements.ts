import { CollectionValue, RecordValue } from "../catalogue";
import type { Value } from "../catalogue";
import { ora, valueError } from "../failure";
import { integer } from "../types";
import type { CollectionType } from "../types";
import { coerce, toNumber, toText } from "../values";

export function fieldOf(value: Value, name: string): Value {
  if (value instanceof RecordValue) return value.get(name);
  if (value === null) return null;
  throw valueError();
}

export function isAssociative(type: CollectionType | undefined): boolean {
  return type === undefined || type.index === "number" || type.index === "text";
}

export function keyOf(value: Value, type: CollectionType | undefined): number | string {
  if (value === null) throw ora(6502, "PL/SQL: value or conversion error: NULL index table key value");
  if (type === undefined) return typeof value === "number" ? value : (toText(value) ?? "");
  return type.index === "text" ? (toText(value) ?? "") : (coerce(toNumber(value), integer) as number);
}

export function collectionOf(value: Value): CollectionValue {
  if (value instanceof CollectionValue) return value;
  throw ora(6531, "Reference to uninitialized collection");
}

export function outside(elements: ReadonlyMap<number | string, Value>, key: number | string): Error {
  return typeof key === "number" && key >= 1 && key <= elements.size
    ? ora(1403, "no data found")
    : ora(6533, "Subscript beyond count");
}

export function elementOf(value: Value, index: Value, type: CollectionType | undefined): Value {
  const { elements } = collectionOf(value);
  const key = keyOf(index, type);
  const element = elements.get(key);
  if (element !== undefined) return element;
  if (isAssociative(type)) throw ora(1403, "no data found");
  throw outside(elements, key);
}
