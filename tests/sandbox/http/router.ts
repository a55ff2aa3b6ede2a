import type { Handler, Module, Schema, Template } from "./metadata";
import { compile, match } from "./patterns";

export interface Resource {
  readonly module: Module;
  readonly template: Template;
  /** Values of the pattern's variables. */
  readonly variables: Readonly<Record<string, string>>;
}

export type Route =
  | { readonly kind: "handler"; readonly resource: Resource; readonly handler: Handler }
  | { readonly kind: "methodNotAllowed"; readonly resource: Resource; readonly allowed: readonly string[] };

/** The resource a path stands for; the path is relative to the alias and begins with a slash. */
export function findResource(schema: Schema, path: string): Resource | undefined {
  let best: Resource | undefined;
  for (const module of basePaths(path).flatMap((basePath) => schema.modulesAt(basePath))) {
    if (!module.published) continue;
    const rest = path.slice(module.basePath.length);
    for (const template of module.templates) {
      const variables = match(template.pattern, rest);
      if (variables === undefined) continue;
      const found = { module, template, variables };
      if (best === undefined || precedes(found, best)) best = found;
    }
  }
  return best;
}

/** HEAD is answered as GET is, without the body. */
export function chooseHandler(resource: Resource, method: string): Route {
  const { handlers } = resource.template;
  const wanted = method === "HEAD" ? "GET" : method;
  const handler = handlers.find((one) => one.method === wanted);
  if (handler !== undefined) return { kind: "handler", resource, handler };
  return { kind: "methodNotAllowed", resource, allowed: handlers.map((one) => one.method).sort() };
}

/** What a path may begin with, up to each of its slashes; a module's root may be asked for without its last one. */
function basePaths(path: string): string[] {
  const whole = path.endsWith("/") ? path : `${path}/`;
  return Array.from(whole.matchAll(/\//g), ({ index }) => whole.slice(0, index + 1));
}

/** Priority, then fixed segments before variable ones (fact 161), then the longer base path. */
function precedes(one: Resource, other: Resource): boolean {
  if (one.template.priority !== other.template.priority) {
    return one.template.priority > other.template.priority;
  }
  const [mine, theirs] = [rank(one), rank(other)];
  if (mine !== theirs) return mine < theirs;
  return one.module.basePath.length > other.module.basePath.length;
}

function rank({ module, template }: Resource): string {
  return "a".repeat(module.basePath.split("/").length - 2) + compile(template.pattern).rank;
}
