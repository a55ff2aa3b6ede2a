import type { CheckFailure } from "../host/host";
import { nameOf, typeOf } from "../state/state";
import { isSecret, type Props, type Value } from "../state/values";

/** A value as the engine prints it in a check failure: a secret in plain (rule 33). */
function printed(value: Value | undefined): string {
  if (value === undefined || value === null) return "<nil>";
  if (isSecret(value)) return `&{{${printed(value.value ?? null)}}}`;
  if (Array.isArray(value)) return `[${value.map((item) => `{${printed(item)}}`).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.keys(value).sort();
  return `map[${entries.map((name) => `${name}:{${printed(value[name])}}`).join(" ")}]`;
}

/** What a check found wrong, in the engine's words, with the value that was given (rule 33). */
export function problemOf(urn: string, { property, reason }: CheckFailure, inputs: Props): string {
  const where = property ? `: property ${property} value {${printed(inputs[property])}}` : "";
  return `${typeOf(urn)} resource '${nameOf(urn)}'${where} has a problem: ${reason}`;
}
