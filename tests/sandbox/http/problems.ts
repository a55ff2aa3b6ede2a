import { randomBytes } from "node:crypto";
import { STATUS_CODES } from "node:http";
import type { OraError } from "../errors";
import type { Reply } from "./reply";

/** Something ORDS refuses, with what its error document says (facts 109 to 115, 168, 169). */
export class Problem extends Error {
  readonly status: number;
  readonly headers: Reply["headers"];
  readonly #details: Readonly<Record<string, string>>;

  constructor(
    status: number,
    { message, details = {}, headers = {} }: Partial<Pick<Problem, "message" | "headers">> & Details = {},
  ) {
    super(message ?? title(status));
    this.name = "Problem";
    this.status = status;
    this.headers = headers;
    this.#details = details;
  }

  reply(format: "html" | "json"): Reply {
    const headers = { ...this.headers, ...(format === "html" ? htmlType : problemType) };
    return { status: this.status, headers, body: format === "html" ? this.#page() : this.#document() };
  }

  #document(): string {
    const code = title(this.status).replace(/ /g, "");
    // 401 and 404 have four members (facts 110, 169); the others have a title as well (114).
    const named = this.status === 401 || this.status === 404 ? {} : { title: title(this.status) };
    return JSON.stringify({
      code,
      ...named,
      message: this.message,
      ...this.#details,
      type: `tag:oracle.com,2020:error/${code}`,
      instance: `tag:oracle.com,2020:ecid/${randomBytes(16).toString("base64url")}`,
    });
  }

  #page(): string {
    const heading = `${this.status} ${title(this.status)}`;
    const lines = [this.message, ...Object.values(this.#details)].map((line) => `<p>${escapeHtml(line)}</p>`);
    return `<!DOCTYPE html>\n<html><head><title>${heading}</title></head><body><h1>${heading}</h1>${lines.join("")}</body></html>`;
  }
}

interface Details {
  readonly details?: Readonly<Record<string, string>>;
}

const htmlType = { "content-type": "text/html; charset=utf-8" };
const problemType = { "content-type": "application/problem+json" };

function title(status: number): string {
  return status === 555 ? "User Defined Resource Error" : (STATUS_CODES[status] ?? "Error");
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const realm = 'realm="Oracle REST Data Services"';

export const notFound = (): Problem => new Problem(404);

/** Fact 113. */
export const unknownAlias = (): Problem =>
  new Problem(404, {
    message:
      "The request could not be mapped to any database. Check the request URL is correct, and that URL to database mappings have been correctly configured",
  });

export const badRequest = (message: string): Problem => new Problem(400, { message });

export const methodNotAllowed = (allowed: readonly string[]): Problem =>
  new Problem(405, { headers: { allow: allowed.join(", ") } });

/** No credentials were given; browsers are asked for none. */
export const unauthenticated = (): Problem =>
  new Problem(401, { headers: { "www-authenticate": `Bearer ${realm}` } });

/** A token that is not good, or that lacks what the privilege asks for (facts 111, 112, 168). */
export const invalidToken = (): Problem =>
  new Problem(401, { headers: { "www-authenticate": `Bearer ${realm}, error="invalid_token"` } });

export const wrongPassword = (): Problem =>
  new Problem(401, { headers: { "www-authenticate": `Basic ${realm}` } });

/** A handler's source failed (fact 115). */
export function handlerFailed(error: OraError): Problem {
  return new Problem(555, {
    message: "The request could not be processed for a user defined resource",
    details: {
      "o:errorCode": "ORDS-25001",
      cause: `An error occurred when evaluating the SQL statement associated with this resource. SQL Error Code ${error.code}, Error Message: ${error.message}`,
      action:
        "Ask the user defined resource author to check the SQL statement is correctly formed and executes without error",
    },
  });
}

/** What real ORDS does and this stand-in does not. */
export const notSupported = (what: string): Problem =>
  new Problem(501, { message: `${what} is not supported by the sandbox` });
