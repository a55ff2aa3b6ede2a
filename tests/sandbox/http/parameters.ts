import type { WireValue } from "../net/backend";
import { typeCodes } from "../net/codec";
import { bindNames } from "./binds";
import { bindOf } from "./call";
import type { Bind } from "./call";
import { plainText } from "./json";
import type { Handler, Parameter, ParameterType } from "./metadata";
import type { Page } from "./paging";
import { badRequest } from "./problems";
import { formFields, jsonObject, mediaType } from "./request";
import type { Request } from "./request";

export interface Circumstances {
  readonly request: Request;
  readonly variables: Readonly<Record<string, string>>;
  readonly currentUser: string | undefined;
  readonly page: Page;
}

/** Implicit binds (fact 131), by name in upper case. */
const implicit: Readonly<Record<string, (circumstances: Circumstances) => WireValue>> = {
  BODY: ({ request }) => (request.body.length === 0 ? null : request.body),
  BODY_TEXT: ({ request }) => request.body.toString("utf8"),
  BODY_JSON: ({ request }) =>
    mediaType(request) === "application/json" ? request.body.toString("utf8") : null,
  CONTENT_TYPE: ({ request }) => request.headers["content-type"] ?? null,
  CURRENT_USER: ({ currentUser }) => currentUser ?? null,
  FETCH_OFFSET: ({ page }) => page.offset,
  FETCH_SIZE: ({ page }) => page.limit,
  ROW_OFFSET: ({ page }) => page.offset,
  ROW_COUNT: ({ page }) => page.offset + page.limit,
  PAGE_OFFSET: ({ page }) => (page.limit === 0 ? 0 : Math.floor(page.offset / page.limit)),
  PAGE_SIZE: ({ page }) => page.limit,
  STATUS_CODE: () => null,
  STATUS: () => null,
  FORWARD_LOCATION: () => null,
};

/** Sources that use one of these do their own paging. */
const pagingBinds: ReadonlySet<string> = new Set([
  "FETCH_OFFSET",
  "FETCH_SIZE",
  "ROW_OFFSET",
  "ROW_COUNT",
  "PAGE_OFFSET",
  "PAGE_SIZE",
]);

export function pagesItself(source: string): boolean {
  return bindNames(source).some((name) => pagingBinds.has(name));
}

/** Values of the binds that the source uses: declared parameters first, then what the request carries by name. */
export function bindValues(handler: Handler, circumstances: Circumstances): Readonly<Record<string, Bind>> {
  const named = byName(circumstances);
  const binds = bindNames(handler.source).map((name): [string, Bind] => {
    const parameter = handler.parameters.find((one) => one.bind.toUpperCase() === name);
    if (parameter !== undefined) return [name, declared(parameter, circumstances, named)];
    const known = implicit[name];
    return [name, bindOf(known === undefined ? (named().get(name) ?? null) : known(circumstances))];
  });
  return Object.fromEntries(binds);
}

const outTypes: Readonly<Record<ParameterType, number>> = {
  STRING: typeCodes.varchar,
  INT: typeCodes.number,
  LONG: typeCodes.number,
  DOUBLE: typeCodes.number,
  BOOLEAN: typeCodes.boolean,
  TIMESTAMP: typeCodes.timestampTz,
  RESULTSET: typeCodes.cursor,
};

type Named = () => ReadonlyMap<string, WireValue>;

function declared(parameter: Parameter, { request, variables }: Circumstances, named: Named): Bind {
  if (parameter.access === "OUT" || parameter.source === "RESPONSE") {
    return { type: outTypes[parameter.type], value: null };
  }
  const text =
    parameter.source === "HEADER"
      ? header(request, parameter.name)
      : (variables[parameter.name.toLowerCase()] ??
        request.query.get(parameter.name) ??
        named().get(parameter.name.toUpperCase()));
  return bindOf(text === undefined || text === null ? null : converted(text, parameter));
}

function header({ headers }: Request, name: string): string | undefined {
  const value = headers[name.toLowerCase()];
  return Array.isArray(value) ? value.join(", ") : value;
}

/** Members of a JSON body, fields of a form, the query and the path's variables, by name; later ones win. */
function byName({ request, variables }: Circumstances): Named {
  let values: Map<string, WireValue> | undefined;
  return () => {
    if (values !== undefined) return values;
    values = new Map<string, WireValue>();
    for (const [name, value] of Object.entries(jsonObject(request) ?? {}))
      values.set(name.toUpperCase(), member(value));
    for (const [name, value] of formFields(request) ?? []) values.set(name.toUpperCase(), value);
    for (const [name, value] of request.query) values.set(name.toUpperCase(), value);
    for (const [name, value] of Object.entries(variables)) values.set(name.toUpperCase(), value);
    return values;
  };
}

function member(value: unknown): WireValue {
  if (value === null || typeof value === "string" || typeof value === "number") return value;
  return JSON.stringify(value);
}

const whole = /^[+-]?\d+$/;

/** Undefined where a text does not read as the type. */
const conversions: Readonly<Record<ParameterType, (text: string) => WireValue | undefined>> = {
  STRING: (text) => text,
  INT: (text) => (whole.test(text) && Math.abs(Number(text)) < 2 ** 31 ? Number(text) : undefined),
  // More digits than a double holds.
  LONG: (text) => (whole.test(text) ? Number(text) : undefined),
  DOUBLE: (text) => (text.trim() === "" || Number.isNaN(Number(text)) ? undefined : Number(text)),
  BOOLEAN: (text) => (/^(true|false)$/i.test(text) ? text.toLowerCase() === "true" : undefined),
  TIMESTAMP: (text) => (Number.isNaN(Date.parse(text)) ? undefined : new Date(text)),
  RESULTSET: () => undefined,
};

function converted(value: WireValue, { name, type }: Parameter): WireValue {
  const result = conversions[type](plainText(value));
  if (result === undefined) throw badRequest(`The value of the parameter ${name} is not of type ${type}`);
  return result;
}
