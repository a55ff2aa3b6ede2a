import { isSecret, type Value } from "./values";

/** A value as the engine prints it in a check failure: a secret in plain (rule 33). */
export function printed(value: Value | undefined): string {
  if (value === undefined || value === null) return "<nil>";
  if (isSecret(value)) return `&{{${printed(value.value ?? null)}}}`;
  if (Array.isArray(value)) return `[${value.map((item) => `{${printed(item)}}`).join(" ")}]`;
  if (typeof value !== "object") return String(value);
  const entries = Object.keys(value).sort();
  return `map[${entries.map((name) => `${name}:{${printed(value[name])}}`).join(" ")}]`;
}
