import type { IncomingHttpHeaders } from "node:http";

/** How errors are told in the response format `auto` (fact 170). */
export function errorFormat(method: string, headers: IncomingHttpHeaders): "html" | "json" {
  const { accept = "", origin } = headers;
  const formPost =
    method === "POST" && headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  if (origin !== undefined && formPost === true && !prefersJson(accept)) return "html";
  if (prefersJson(accept) || origin !== undefined || headers["x-requested-with"] !== undefined) return "json";
  if (headers["user-agent"]?.startsWith("curl/") === true) return "json";
  return preference(accept, "text/html") > 0 ? "html" : "json";
}

function prefersJson(accept: string): boolean {
  const json = Math.max(
    preference(accept, "application/json"),
    preference(accept, "application/problem+json"),
  );
  return json > 0 && json >= preference(accept, "text/html");
}

/** The weight an Accept header gives to a media type that it names; 0 where it doesn't. */
function preference(accept: string, type: string): number {
  for (const part of accept.split(",")) {
    const [name = "", ...parameters] = part.split(";").map((text) => text.trim().toLowerCase());
    if (name !== type) continue;
    const weight = parameters.find((text) => text.startsWith("q="));
    return weight === undefined ? 1 : Number(weight.slice(2)) || 0;
  }
  return 0;
}
