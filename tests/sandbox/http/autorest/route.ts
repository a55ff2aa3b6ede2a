import type { EnabledObject, Privilege, Schema } from "../metadata";

/** What a path under an enabled object means. */
export type ObjectRoute =
  | { readonly kind: "collection"; readonly object: EnabledObject }
  /** Values of the key's columns in their order, with commas between them where there are several. */
  | { readonly kind: "item"; readonly object: EnabledObject; readonly key: string };

/** The path is relative to the alias, in its canonical spelling. */
export function objectRoute(schema: Schema, path: string): ObjectRoute | undefined {
  const [, alias = "", ...rest] = path.split("/");
  const object = schema.objects.find((one) => one.alias === alias);
  if (object === undefined) return undefined;
  if (rest.length === 0 || (rest.length === 1 && rest[0] === "")) return { kind: "collection", object };
  if (rest.length > 1) return undefined;
  return { kind: "item", object, key: decodeURIComponent(rest[0] ?? "") };
}

/** Protects an object that asks for it, whatever patterns there are besides (facts 59, 60). */
export function objectPrivileges(
  { owner }: Schema,
  { name, authenticated }: EnabledObject,
): readonly Privilege[] {
  if (!authenticated) return [];
  const roles = [
    `oracle.dbtools.role.autorest.${owner}.${name}`,
    `oracle.dbtools.role.autorest.${owner}`,
    `oracle.dbtools.role.autorest.any.${owner}`,
    "oracle.dbtools.autorest.any.schema",
  ];
  return [{ name: `oracle.dbtools.autorest.privilege.${owner}.${name}`, roles, patterns: [], modules: [] }];
}
