import type { IncomingHttpHeaders, IncomingMessage } from "node:http";
import { badRequest, Problem } from "./problems";

/** A request, read to its end. */
export interface Request {
  readonly method: string;
  /** Scheme, host and port, as links name them. */
  readonly origin: string;
  /** Percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** In bytes. */
const bodyLimit = 64 * 1024 * 1024;

export async function readRequest(message: IncomingMessage, scheme: "http" | "https"): Promise<Request> {
  const { url = "/", method = "GET", headers } = message;
  const origin = `${scheme}://${hostOf(headers.host) ?? "localhost"}`;
  const target = url.startsWith("/") ? url : pathOf(url);
  const question = target.indexOf("?");
  return {
    method,
    origin,
    path: question < 0 ? target : target.slice(0, question),
    query: new URLSearchParams(question < 0 ? "" : target.slice(question + 1)),
    headers,
    body: await readBody(message),
  };
}

/** Proxies send the whole URL as a target. */
function pathOf(target: string): string {
  if (!URL.canParse(target)) throw badRequest("The request line is not valid");
  const { pathname, search } = new URL(target);
  return pathname + search;
}

function hostOf(host: string | undefined): string | undefined {
  return host !== undefined && /^[\w.:[\]-]+$/.test(host) ? host : undefined;
}

async function readBody(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Problem(413, { headers: { connection: "close" } });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The media type in lower case, without its parameters; empty where there is none. */
export function mediaType({ headers }: Pick<Request, "headers">): string {
  return headers["content-type"]?.split(";")[0]?.trim().toLowerCase() ?? "";
}

/** The body as an object of JSON, or undefined where the request carries none. */
export function jsonObject(request: Request): Readonly<Record<string, unknown>> | undefined {
  if (mediaType(request) !== "application/json" || request.body.length === 0) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(request.body.toString("utf8"));
  } catch {
    throw badRequest("Expected a JSON document in the request body");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return value as Record<string, unknown>;
}

export function formFields(request: Request): URLSearchParams | undefined {
  if (mediaType(request) !== "application/x-www-form-urlencoded") return undefined;
  return new URLSearchParams(request.body.toString("utf8"));
}
