import { OraError } from "../errors";

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

type Step =
  | { readonly kind: "member"; readonly name: string }
  | { readonly kind: "members" | "descendant"; readonly name?: string }
  | { readonly kind: "element"; readonly from: number; readonly to: number; readonly last: boolean }
  | { readonly kind: "elements" }
  | { readonly kind: "method"; readonly name: string };

const cache = new Map<string, readonly Step[]>();

/** What a path of SQL/JSON selects. @throws OraError 40597 where it is none, 3001 for filters */
export function select(document: Json, path: string): Json[] {
  let steps = cache.get(path);
  if (steps === undefined) {
    steps = parsePath(path);
    if (cache.size > 1000) cache.clear();
    cache.set(path, steps);
  }
  return steps.reduce<Json[]>((found, step) => found.flatMap((item) => take(item, step)), [document]);
}

function parsePath(path: string): Step[] {
  const text = path.trim().replace(/^(lax|strict)\s+/, "");
  if (!text.startsWith("$")) throw invalid(path, 1);
  const steps: Step[] = [];
  let at = 1;
  const token = /\s*(?:(\.\.?)\s*(?:"((?:[^"\\]|\\.)*)"|([\w$]+)(\(\))?|(\*))|\[\s*(\*|[^\]]*)\s*\])/y;
  while (at < text.trimEnd().length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (match === null) {
      if (text.slice(at).trimStart().startsWith("?")) throw new OraError(3001, "unimplemented feature: a filter in a JSON path is not supported by the sandbox"); // prettier-ignore
      throw invalid(path, at + 1);
    }
    const [whole, dots, quoted, word, method, star, index] = match;
    at += whole.length;
    if (index !== undefined) steps.push(...elements(index, path, at));
    else if (star !== undefined) steps.push({ kind: dots === ".." ? "descendant" : "members" });
    else if (method !== undefined) steps.push({ kind: "method", name: word! });
    else {
      const name = quoted === undefined ? word! : (JSON.parse(`"${quoted}"`) as string);
      steps.push(dots === ".." ? { kind: "descendant", name } : { kind: "member", name });
    }
  }
  return steps;
}

function elements(index: string, path: string, at: number): Step[] {
  if (index === "*") return [{ kind: "elements" }];
  const match = /^(?:(\d+)(?:\s+to\s+(\d+))?|last(?:\s*-\s*(\d+))?)$/.exec(index.trim());
  if (match === null) throw invalid(path, at);
  if (match[1] === undefined) {
    const back = Number(match[3] ?? 0);
    return [{ kind: "element", from: back, to: back, last: true }];
  }
  return [{ kind: "element", from: Number(match[1]), to: Number(match[2] ?? match[1]), last: false }];
}

function invalid(path: string, at: number): OraError {
  return new OraError(40597, `JSON path expression syntax error ('${path}')\nJZN-00209: Unexpected characters after end of path at position ${at}`); // prettier-ignore
}

function isArray(item: Json): item is readonly Json[] {
  return Array.isArray(item);
}

function isObject(item: Json): item is { readonly [key: string]: Json } {
  return typeof item === "object" && item !== null && !isArray(item);
}

/** Lax, as Oracle is: members of an array are those of its elements, and a scalar is an array of one. */
function take(item: Json, step: Step): Json[] {
  switch (step.kind) {
    case "member":
      if (isArray(item)) return item.filter(isObject).flatMap((element) => take(element, step));
      return isObject(item) && Object.hasOwn(item, step.name) ? [item[step.name]!] : [];
    case "members":
      if (isArray(item)) return item.filter(isObject).flatMap((element) => take(element, step));
      return isObject(item) ? Object.values(item) : [];
    case "descendant": {
      const children = isArray(item) ? item : isObject(item) ? Object.values(item) : [];
      const own = step.name === undefined ? (isObject(item) ? Object.values(item) : []) : isObject(item) && Object.hasOwn(item, step.name) ? [item[step.name]!] : []; // prettier-ignore
      return [...own, ...children.flatMap((child) => take(child, step))];
    }
    case "elements":
      return isArray(item) ? [...item] : [item];
    case "element": {
      const list = isArray(item) ? item : [item];
      const [from, to] = step.last
        ? [list.length - 1 - step.from, list.length - 1 - step.to]
        : [step.from, step.to];
      return from < 0 ? [] : list.slice(from, to + 1);
    }
    case "method":
      return [method(item, step.name)];
  }
}

function method(item: Json, name: string): Json {
  switch (name) {
    case "size":
    case "count":
      return isArray(item) ? item.length : 1;
    case "type":
      return isArray(item) ? "array" : item === null ? "null" : typeof item;
    case "length":
      return typeof item === "string" ? item.length : null;
    case "lower":
      return typeof item === "string" ? item.toLowerCase() : null;
    case "upper":
      return typeof item === "string" ? item.toUpperCase() : null;
    case "number":
      return typeof item === "number" ? item : Number(item);
    case "string":
      return typeof item === "object" ? null : String(item);
    default:
      throw new OraError(3001, `unimplemented feature: the method ${name}() of a JSON path is not supported by the sandbox`); // prettier-ignore
  }
}
