import { badRequest, Problem } from "../problems";
import { mediaType } from "../request";
import type { Request } from "../request";
import { maxRows } from "../paging";

/** Parts of the answer that a request can leave out; they are there unless it says false. */
export type ResponsePart =
  "resultSetMetaData" | "statementInformation" | "statementText" | "binds" | "result" | "response";

export interface SqlRequest {
  readonly script: string;
  readonly offset: number;
  readonly limit: number;
  readonly binds: readonly SqlBind[];
  readonly numbersAsText: boolean;
  wants(part: ResponsePart): boolean;
}

/** A bind of the request (fact 120). */
export interface SqlBind {
  /** Position from 1 among the question marks, or a name. */
  readonly place: { readonly index: number } | { readonly name: string };
  readonly dataType: string;
  readonly mode: "in" | "out" | "inout";
  readonly value: unknown;
}

/** A script in application/sql, or a document around it in application/json (facts 118, 119). */
export function sqlRequest(request: Request): SqlRequest {
  const text = request.body.toString("utf8");
  switch (mediaType(request)) {
    case "application/sql":
      return { script: text, offset: 0, limit: maxRows, binds: [], numbersAsText: false, wants: () => true };
    case "application/json":
      return fromDocument(parsed(text));
    default:
      throw new Problem(415);
  }
}

type Document = Readonly<Record<string, unknown>>;

function parsed(text: string): Document {
  try {
    const value: unknown = JSON.parse(text);
    if (isDocument(value)) return value;
  } catch {
    // Answered below, as any other document that is no object.
  }
  throw badRequest("Expected a JSON object in the request body");
}

function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fromDocument(document: Document): SqlRequest {
  const { statementText, binds = [], responseFormat = {} } = document;
  if (typeof statementText !== "string") throw badRequest("The member statementText is missing");
  if (document.$asof !== undefined)
    throw new Problem(501, { message: "$asof is not supported by the sandbox" });
  if (!Array.isArray(binds) || !isDocument(responseFormat)) throw badRequest("The request is not valid");
  const limit = wholeNumber(document, "limit") ?? maxRows;
  return {
    script: statementText,
    offset: wholeNumber(document, "offset") ?? 0,
    // Larger ones are cut (fact 125).
    limit: Math.min(limit, maxRows),
    binds: binds.map(bind),
    numbersAsText: responseFormat.numberAsString === true,
    wants: (part) => responseFormat[part] !== false,
  };
}

function wholeNumber(document: Document, name: string): number | undefined {
  const value = document[name];
  if (value === undefined || value === null) return undefined;
  const number = Number(value);
  if (!Number.isInteger(number) || number < 0) throw badRequest(`The member ${name} is not valid`);
  return number;
}

const modes = new Map<string, SqlBind["mode"]>(
  Object.entries({
    in: "in" as const,
    out: "out" as const,
    inout: "inout" as const,
    "in out": "inout" as const,
  }),
);

function bind(entry: unknown): SqlBind {
  if (!isDocument(entry)) throw badRequest("A bind is not valid");
  const { index, name, data_type: dataType = "VARCHAR2", mode = "in", value = null } = entry;
  const direction = typeof mode === "string" ? modes.get(mode.toLowerCase()) : undefined;
  if (direction === undefined || typeof dataType !== "string") throw badRequest("A bind is not valid");
  const common = { dataType: dataType.toUpperCase(), mode: direction, value };
  if (typeof name === "string") return { place: { name: name.replace(/^:/, "").toUpperCase() }, ...common };
  if (Number.isInteger(index)) return { place: { index: Number(index) }, ...common };
  throw badRequest("A bind has neither name nor index");
}
