import type { Expression, JsonAggregate, JsonArray, JsonMember, JsonObject, JsonOptions, JsonPath, OnProblem } from "../../lang/ast"; // prettier-ignore
import { OraError } from "../../errors";
import type { Value } from "../../plsql/catalogue";
import { boolean, number, text } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { coerce, textOf, toText } from "../../plsql/values";
import { select } from "../jsonPath";
import type { Json } from "../jsonPath";
import { dataType } from "../types";
import { orderBy } from "./aggregate";
import { asText } from "./convert";
import { expression } from "./expression";
import type { Term } from "./term";
import type { At } from "./translation";

/** How a value is written into JSON. */
interface Shape {
  readonly type: Type;
  readonly json: boolean;
}

function shapeOf(at: At, { value, formatJson }: JsonMember): { term: Term; shape: Shape } {
  const term = expression(at, value);
  return { term, shape: { type: term.type, json: formatJson || term.json === true } };
}

function write(value: Value, { type, json }: Shape): string {
  if (value === null) return "null";
  if (json) return textOf(value);
  if (value instanceof Date) {
    const iso = value.toISOString();
    if (type.kind !== "timestamp") return `"${iso.slice(0, 19)}"`;
    return `"${iso.slice(0, -1)}000${type.zone ? "Z" : ""}"`;
  }
  if (typeof value === "number" || typeof value === "boolean") return JSON.stringify(value);
  return JSON.stringify(toText(value) ?? "");
}

function returned({ returning }: JsonOptions): Type {
  return returning === undefined ? { kind: "text", size: 4000 } : dataType(returning);
}

/** What is too long for the type that is returned is no JSON any more. */
function within(result: string, type: Type): string {
  if (type.kind !== "text") return result;
  const most = type.size ?? 4000;
  if (result.length * 3 > most && Buffer.byteLength(result) > most) {
    throw new OraError(40478, `output value too large (maximum: ${most})`);
  }
  return result;
}

export function jsonObject(at: At, e: JsonObject): Term {
  const keys: Term[] = [];
  const values: { term: Term; shape: Shape }[] = [];
  for (const member of e.members) {
    if (member.kind === "pair") {
      keys.push(asText(at.t, expression(at, member.key)));
      values.push(shapeOf(at, member));
      continue;
    }
    const sources = member.of === undefined ? at.scope.sources : [at.scope.source(member.of)];
    for (const source of sources) {
      for (const { name, sql, type } of source?.columns ?? []) {
        keys.push({ sql: `'${name.replaceAll("'", "''")}'`, type: text });
        values.push({ term: { sql, type }, shape: { type, json: false } });
      }
    }
  }
  const type = returned(e.options);
  const absent = e.options.onNull === "absent";
  const shapes = values.map(({ shape }) => shape);
  const types = [...keys.map(() => text), ...shapes.map((shape) => shape.type)];
  const f = at.t.functions.scalar(
    `json object ${JSON.stringify([shapes, absent, type])}`,
    types,
    type,
    (args) => {
      const parts: string[] = [];
      shapes.forEach((shape, index) => {
        const value = args[shapes.length + index] ?? null;
        if (absent && value === null) return;
        parts.push(`${JSON.stringify(textOf(args[index]!))}:${write(value, shape)}`);
      });
      return within(`{${parts.join(",")}}`, type);
    },
  );
  const args = [...keys, ...values.map(({ term }) => term)].map(({ sql }) => sql);
  return { sql: `${f}(${args.join(", ")})`, type, json: true };
}

export function jsonArray(at: At, e: JsonArray): Term {
  const items = e.items.map((item) => shapeOf(at, item));
  const type = returned(e.options);
  const keepNulls = e.options.onNull === "null";
  const shapes = items.map(({ shape }) => shape);
  const f = at.t.functions.scalar(
    `json array ${JSON.stringify([shapes, keepNulls, type])}`,
    shapes.map((shape) => shape.type),
    type,
    (args) => {
      // prettier-ignore
      const parts = args.flatMap((value, index) =>
      value === null && !keepNulls ? [] : [write(value, shapes[index]!)],
    );
      return within(`[${parts.join(",")}]`, type);
    },
  );
  return { sql: `${f}(${items.map(({ term }) => term.sql).join(", ")})`, type, json: true };
}

export function jsonArrayAgg(at: At, e: JsonAggregate & { kind: "jsonArrayAgg" }): Term {
  const inside: At = { ...at, inAggregate: true };
  const { term, shape } = shapeOf(inside, e.item);
  const type = returned(e.options);
  const keepNulls = e.options.onNull === "null";
  const f = at.t.functions.aggregate(
    `json array ${JSON.stringify([shape, keepNulls, type])}`,
    [shape.type],
    () => ({ any: false, parts: [] as string[] }),
    (state, [value]) => {
      state.any = true;
      if (value !== null || keepNulls) state.parts.push(write(value!, shape));
    },
    (state) => (state.any ? within(`[${state.parts.join(",")}]`, type) : null),
  );
  return { sql: `${f}(${term.sql}${orderBy(inside, e.orderBy)})`, type, json: true };
}

export function jsonObjectAgg(at: At, e: JsonAggregate & { kind: "jsonObjectAgg" }): Term {
  const inside: At = { ...at, inAggregate: true };
  const key = asText(at.t, expression(inside, e.key));
  const { term, shape } = shapeOf(inside, e.item);
  const type = returned(e.options);
  const absent = e.options.onNull === "absent";
  const f = at.t.functions.aggregate(
    `json object ${JSON.stringify([shape, absent, type])}`,
    [text, shape.type],
    () => ({ any: false, parts: [] as string[] }),
    (state, [name, value]) => {
      state.any = true;
      if (name === null) throw new OraError(40642, "Key value is null in JSON_OBJECTAGG");
      if (value !== null || !absent)
        state.parts.push(`${JSON.stringify(textOf(name!))}:${write(value!, shape)}`);
    },
    (state) => (state.any ? within(`{${state.parts.join(",")}}`, type) : null),
  );
  return { sql: `${f}(${key.sql}, ${term.sql})`, type, json: true };
}

export function isJson(at: At, e: Expression & { kind: "isJson" }): Term {
  const value = expression(at, e.value);
  const f = at.t.functions.scalar(`is json ${e.negated}`, [value.type], boolean, ([given]) =>
    given === null ? null : (parse(given!) !== undefined) !== e.negated,
  );
  return { sql: `${f}(${value.sql})`, type: boolean };
}

/** Undefined where a text is no JSON. */
export function parse(value: Value): Json | undefined {
  try {
    return JSON.parse(Buffer.isBuffer(value) ? value.toString("utf8") : textOf(value)) as Json;
  } catch {
    return undefined;
  }
}

export type Extraction = Pick<JsonPath, "kind" | "path" | "wrapper"> & {
  readonly type: Type;
  readonly onError: OnProblem | undefined;
  readonly onEmpty: OnProblem | undefined;
};

/** JSON_VALUE, JSON_QUERY and JSON_EXISTS of one document. */
export function extract(document: Json | undefined, e: Extraction): Value {
  if (document === undefined) {
    const invalid = new OraError(40441, "JSON syntax error");
    return e.kind === "jsonExists"
      ? (otherwise(e.onError ?? "null", invalid) ?? false)
      : otherwise(e.onError, invalid);
  }
  const found = select(document, e.path);
  if (e.kind === "jsonExists") return found.length > 0;
  if (found.length === 0) {
    const empty = new OraError(40462, "JSON_VALUE evaluated to no value");
    return otherwise(e.onEmpty ?? e.onError, empty);
  }
  return e.kind === "jsonQuery" ? queried(found, e) : scalar(found, e);
}

function scalar(found: readonly Json[], e: Extraction): Value {
  const [value] = found;
  if (found.length > 1)
    return otherwise(e.onError, new OraError(40470, "JSON_VALUE evaluated to multiple values"));
  if (value === null) return null;
  if (typeof value === "object") {
    return otherwise(e.onError, new OraError(40456, "JSON_VALUE evaluated to non-scalar value"));
  }
  if (e.type.kind === "boolean") return typeof value === "boolean" ? value : value === "true";
  const plain = typeof value === "boolean" ? String(value) : value!;
  try {
    return coerce(plain, e.type);
  } catch (error) {
    return otherwise(e.onError, error);
  }
}

function queried(found: readonly Json[], e: Extraction): Value {
  const [first] = found;
  const single = found.length === 1 && typeof first === "object" && first !== null;
  if (e.wrapper === "with" || (e.wrapper === "conditional" && !single)) return JSON.stringify(found);
  if (!single)
    return otherwise(e.onError, new OraError(40480, "result cannot be returned without array wrapper"));
  return JSON.stringify(first);
}

function otherwise(what: OnProblem | undefined, error: unknown): Value {
  switch (what) {
    case undefined:
    case "null":
      return null;
    case "empty":
    case "empty array":
      return "[]";
    case "empty object":
      return "{}";
    case "true":
      return true;
    case "false":
      return false;
    case "error":
      throw error;
    default:
      return literalOf(what);
  }
}

function literalOf(e: Expression): Value {
  if (e.kind === "string" || e.kind === "number") return e.value;
  return null;
}

export function jsonPath(at: At, e: JsonPath): Term {
  const value = expression(at, e.value);
  const type = resultType(e);
  const extraction: Extraction = { kind: e.kind, path: e.path, wrapper: e.wrapper, onError: e.onError, onEmpty: e.onEmpty, type }; // prettier-ignore
  const f = at.t.functions.scalar(`json path ${JSON.stringify(extraction)}`, [value.type], type, ([given]) =>
    given === null ? (e.kind === "jsonExists" ? false : null) : extract(parse(given!), extraction),
  );
  return { sql: `${f}(${value.sql})`, type, ...(e.kind === "jsonQuery" ? { json: true as const } : {}) };
}

function resultType(e: JsonPath): Type {
  if (e.kind === "jsonExists") return boolean;
  if (e.returning !== undefined) return dataType(e.returning);
  if (e.kind === "jsonValue" && e.path.endsWith(".number()")) return number;
  return { kind: "text", size: 4000 };
}
