import type { HandlerSession } from "./database";
import { jsonName } from "./json";
import type { Privilege, Schema } from "./metadata";
import { notFound } from "./problems";
import { jsonReply } from "./reply";
import type { Reply } from "./reply";
import { objectRoute } from "./autorest";
import { readTable } from "./autorest/table";
import { findResource } from "./router";
import { typeName } from "./sql/types";

const prefix = "/metadata-catalog";

export function isCatalogue(path: string): boolean {
  return path === prefix || path.startsWith(`${prefix}/`);
}

/** Closed where the schema says so (fact 60). */
export function cataloguePrivileges({ autoRestAuth, owner }: Schema): readonly Privilege[] {
  if (!autoRestAuth) return [];
  const roles = [`oracle.dbtools.role.autorest.${owner}`, `oracle.dbtools.role.autorest.any.${owner}`];
  return [{ name: `oracle.dbtools.autorest.privilege.${owner}`, roles, patterns: [], modules: [] }];
}

/** What there is: enabled objects and published modules, and the columns of an object. */
export async function catalogue(
  schema: Schema,
  path: string,
  root: string,
  session: HandlerSession,
): Promise<Reply> {
  const rest = path.slice(prefix.length);
  if (rest === "" || rest === "/") return jsonReply(200, listing(schema, root));
  const links = [
    { rel: "collection", href: `${root}${prefix}/` },
    { rel: "canonical", href: `${root}${path}` },
    { rel: "describes", href: `${root}${rest}` },
  ];
  const object = objectRoute(schema, rest);
  if (object?.kind === "collection") {
    const { columns, key } = await readTable(object.object, session);
    const described = {
      name: object.object.name,
      primarykey: key.map(({ name }) => jsonName(name)),
      members: columns.map(({ name, type }) => ({ name: jsonName(name), type: typeName(type) })),
      links,
    };
    return jsonReply(200, JSON.stringify(described));
  }
  const resource = findResource(schema, rest);
  if (resource === undefined) throw notFound();
  return jsonReply(200, JSON.stringify({ name: resource.template.pattern, links }));
}

function listing({ modules, objects }: Schema, root: string): string {
  const entries = [
    ...objects.map(({ name, alias }) => [name, `/${alias}/`] as const),
    ...modules.filter(({ published }) => published).map(({ name, basePath }) => [name, basePath] as const),
  ];
  const items = entries.map(([name, path]) => ({
    name,
    links: [
      { rel: "describes", href: root + path },
      { rel: "canonical", href: `${root}${prefix}${path}` },
    ],
  }));
  const paging = { hasMore: false, limit: 0, offset: 0, count: items.length };
  return JSON.stringify({ items, ...paging, links: [{ rel: "self", href: `${root}${prefix}/` }] });
}
