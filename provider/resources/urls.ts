/** `https://host/ords/alias`; undefined while the base URL is not known or the schema has no alias row. */
export function schemaUrl(baseUrl: string | undefined, alias: string | null | undefined): string | undefined {
  if (baseUrl === undefined || alias === undefined) return undefined;
  return alias === null || alias === "" ? baseUrl : `${baseUrl}/${alias}`;
}

/** A module's URL ends in a slash as its base path does. */
export function moduleUrl(
  baseUrl: string | undefined,
  alias: string | null | undefined,
  basePath: string | undefined,
): string | undefined {
  const schema = schemaUrl(baseUrl, alias);
  return schema === undefined || basePath === undefined ? undefined : `${schema}${basePath}`;
}

/** The template `.` is the module's own root (fact 30). */
export function handlerUrl(
  baseUrl: string | undefined,
  alias: string | null | undefined,
  basePath: string | undefined,
  pattern: string | undefined,
): string | undefined {
  const module = moduleUrl(baseUrl, alias, basePath);
  return module === undefined || pattern === undefined
    ? undefined
    : pattern === "."
      ? module
      : `${module}${pattern}`;
}
