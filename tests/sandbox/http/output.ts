import type { Reply } from "./reply";

/** What HTP and OWA_UTIL wrote, taken apart (fact 132). */
export interface Output {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

const headerLine = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*)$/;

/** Output that begins with header lines and an empty line has headers; else all of it is the body. */
export function parseOutput(text: string): Output {
  const headers: Record<string, string[]> = {};
  let status: number | undefined;
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    if (end < 0) return plain(text);
    const line = text.slice(at, end).replace(/\r$/, "");
    at = end + 1;
    if (line === "") return at === 1 ? plain(text) : { status, headers, body: text.slice(at) };
    const match = headerLine.exec(line);
    if (match === null) return plain(text);
    const [, name = "", value = ""] = match;
    if (name.toLowerCase() === "status") status = statusOf(value) ?? status;
    else (headers[name.toLowerCase()] ??= []).push(value.trim());
  }
  return plain(text);
}

const plain = (body: string): Output => ({ status: undefined, headers: {}, body });

/** From `404`, `404 Not Found` or a number. */
export function statusOf(value: unknown): number | undefined {
  const status = Number.parseInt(String(value), 10);
  return status >= 100 && status <= 599 ? status : undefined;
}

/** A status outside of what HTTP can carry as final is an error of the handler's author. */
export function outputReply(output: Output, status: number, headers: Reply["headers"] = {}): Reply {
  const type = output.body === "" || output.headers["content-type"] !== undefined ? {} : defaultType;
  return {
    status: output.status ?? status,
    headers: { ...type, ...output.headers, ...headers },
    body: output.body,
  };
}

const defaultType = { "content-type": "text/html; charset=utf-8" };
