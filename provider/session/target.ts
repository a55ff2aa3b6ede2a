/** `host:1521/service` of a connect string, for messages: descriptors are long, and parameters may hold passwords. */
export function targetOf(connectString: string): string {
  const text = connectString.trim();
  if (!text.startsWith("(")) return text.replace(/\?.*$/, "");
  const found = (name: string): string | undefined =>
    new RegExp(`\\(\\s*${name}\\s*=\\s*([^()\\s]+)\\s*\\)`, "i").exec(text)?.[1];
  const service = found("service_name") ?? found("sid") ?? "";
  return `${found("host") ?? "?"}:${found("port") ?? "1521"}/${service}`;
}

/** Without user, password and query. */
export function urlTarget(url: string): string {
  const { origin, pathname } = new URL(url);
  return `${origin}${pathname}`;
}
