import type { Request } from "./request";
import { noBody } from "./reply";
import type { Reply } from "./reply";

/** What a page of another origin may see of an answer; nothing where the module doesn't allow its origin. */
export function corsHeaders(request: Request, allowed: readonly string[]): Reply["headers"] {
  const { origin } = request.headers;
  if (origin === undefined || origin === request.origin || !allows(allowed, origin)) return {};
  return {
    "access-control-allow-origin": origin,
    "access-control-allow-credentials": "true",
    vary: "Origin",
  };
}

/** Answers a preflight, or gives undefined for any other request. */
export function preflight(
  request: Request,
  allowed: readonly string[],
  methods: readonly string[],
): Reply | undefined {
  const { "access-control-request-headers": wanted, "access-control-request-method": method } =
    request.headers;
  if (request.method !== "OPTIONS" || method === undefined) return undefined;
  const headers = corsHeaders(request, allowed);
  if (headers["access-control-allow-origin"] === undefined) return noBody(403);
  return noBody(200, {
    ...headers,
    allow: methods.join(", "),
    "access-control-allow-methods": methods.join(", "),
    ...(wanted === undefined ? {} : { "access-control-allow-headers": wanted }),
    "access-control-max-age": "3600",
  });
}

function allows(allowed: readonly string[], origin: string): boolean {
  return allowed.length === 0 || allowed.some((one) => one === "*" || one === origin);
}
