import type { Request } from "./request";

/** What OWA_UTIL.GET_CGI_ENV reads in a handler, by name in upper case. */
export type CgiEnvironment = ReadonlyMap<string, string>;

/** Headers are there by their own name and, as CGI has them, behind HTTP_. */
export function cgiOf(
  { method, origin, path, query, headers, body }: Request,
  alias: string,
): CgiEnvironment {
  const { hostname, port, protocol } = new URL(origin);
  const script = `/ords/${alias}`;
  const environment = new Map([
    ["REQUEST_METHOD", method],
    ["QUERY_STRING", query.toString()],
    ["SCRIPT_NAME", script],
    ["PATH_INFO", path.startsWith(script) ? path.slice(script.length) : path],
    ["REQUEST_PROTOCOL", protocol.replace(":", "")],
    ["REQUEST_SCHEME", protocol.replace(":", "")],
    ["SERVER_NAME", hostname],
    ["SERVER_PORT", port || (protocol === "https:" ? "443" : "80")],
    ["SERVER_PROTOCOL", "HTTP/1.1"],
    ["CONTENT_LENGTH", body.length === 0 ? "" : String(body.length)],
    ["CONTENT_TYPE", headers["content-type"] ?? ""],
  ]);
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(", ") : value;
    const key = name.toUpperCase();
    environment.set(`HTTP_${key.replaceAll("-", "_")}`, text);
    if (!environment.has(key)) environment.set(key, text);
  }
  return environment;
}
