import { isAbsent, isRecord, present } from "../lifecycle/values";
import { choice, kindOf, text } from "../lifecycle/shapes";
import type { Shape } from "../lifecycle/shapes";
import type { HandlerParameter } from "../ords/handlers";
import { comments } from "./shared";

/** Fact 47. */
export const parameterSources = ["HEADER", "URI", "RESPONSE"] as const;
/** Fact 48. */
export const parameterTypes = [
  "STRING",
  "INT",
  "DOUBLE",
  "BOOLEAN",
  "LONG",
  "TIMESTAMP",
  "RESULTSET",
] as const;
/** Fact 49. */
export const accessMethods = ["IN", "OUT", "INOUT"] as const;

const upper = (value: string): string => value.toUpperCase();

const fields: Readonly<
  Record<keyof HandlerParameter, { readonly is: Shape<string>; readonly default?: string }>
> = {
  name: { is: text({ max: 100 }) },
  bindVariable: { is: text({ max: 30, matches: /^\w+$/, must: "must be letters, digits and _" }) },
  sourceType: { is: choice(parameterSources, upper), default: "HEADER" },
  paramType: { is: choice(parameterTypes, upper), default: "STRING" },
  accessMethod: { is: choice(accessMethods, upper), default: "IN" },
  comments: { is: comments },
};

/** A handler's parameters, in the order of their names: to ORDS they are a set. */
export const parameterList: Shape<readonly HandlerParameter[]> = {
  problem(value) {
    if (!Array.isArray(value)) return `must be a list, not ${kindOf(value)}`;
    const seen = { name: new Set<unknown>(), bindVariable: new Set<unknown>() };
    for (const [index, one] of (value as unknown[]).entries()) {
      const problem = problemOf(one);
      if (problem !== undefined) return `has a problem in entry ${index + 1}: ${problem}`;
      const normal = normalOf(one as Record<string, unknown>);
      // ORDS refuses either twice (fact 50).
      for (const field of ["name", "bindVariable"] as const) {
        const key = field === "bindVariable" ? normal.bindVariable?.toUpperCase() : normal.name;
        if (seen[field].has(key)) return `has the ${field} "${normal[field]}" twice`;
        seen[field].add(key);
      }
    }
    return undefined;
  },
  normal: (value) =>
    (value as Record<string, unknown>[])
      .map(normalOf)
      .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)),
};

function problemOf(one: unknown): string | undefined {
  if (!isRecord(one)) return `must be a map, not ${kindOf(one)}`;
  if (isAbsent(one["name"])) return "name must be given";
  for (const [name, { is }] of Object.entries(fields)) {
    const problem = isAbsent(one[name]) ? undefined : is.problem(one[name]);
    if (problem !== undefined) return `${name} ${problem}`;
  }
  const stranger = Object.keys(one).find((name) => !(name in fields));
  if (stranger !== undefined) return `${stranger} is not a property of a parameter`;
  const { sourceType, accessMethod } = normalOf(one);
  if (sourceType === "URI" && accessMethod !== "IN") return "a URI parameter can only be IN";
  if (sourceType === "RESPONSE" && accessMethod !== "OUT") return "a RESPONSE parameter can only be OUT";
  return undefined;
}

function normalOf(one: Readonly<Record<string, unknown>>): HandlerParameter {
  const filled = Object.entries(fields).map(([name, { is, default: fallback }]) => {
    const value = isAbsent(one[name]) ? fallback : is.normal(one[name]);
    return [name, value] as const;
  });
  const parameter = Object.fromEntries(filled);
  return present({
    ...parameter,
    bindVariable: parameter["bindVariable"] ?? parameter["name"],
  }) as unknown as HandlerParameter;
}
