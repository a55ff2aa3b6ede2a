import type { Path } from "../lang/ast";
import type { Instance } from "./instance";

/** As ALL_OBJECTS has it. */
export type ObjectType =
  | "TABLE"
  | "VIEW"
  | "INDEX"
  | "SEQUENCE"
  | "SYNONYM"
  | "PROCEDURE"
  | "FUNCTION"
  | "PACKAGE"
  | "PACKAGE BODY"
  | "TRIGGER"
  | "TYPE";

export interface DatabaseObject {
  readonly owner: string;
  readonly name: string;
  readonly type: ObjectType;
  readonly valid: boolean;
  readonly created: Date;
  readonly changed: Date;
}

export interface ObjectPath {
  readonly owner: string;
  readonly name: string;
}

/** What one name of a schema stands for: everything but indexes, triggers and bodies, which have names of their own. */
export function objectType(instance: Instance, { owner, name }: ObjectPath): ObjectType | undefined {
  const { store, sqlCatalogue, stored, packages } = instance;
  if (store.table(owner, name) !== undefined) return "TABLE";
  if (sqlCatalogue.view(owner, name) !== undefined) return "VIEW";
  if (sqlCatalogue.sequence(owner, name) !== undefined) return "SEQUENCE";
  if (sqlCatalogue.synonym(owner, name) !== undefined) return "SYNONYM";
  if (packages.find(name, owner) !== undefined) return "PACKAGE";
  return stored.find(owner, name)?.type;
}

export function pathOf(path: Path, schema: string): ObjectPath {
  const name = path.at(-1)!.name;
  return { owner: path.length > 1 ? path[0]!.name : schema, name };
}

/** The object that a name means to a schema: its own, or what a synonym stands for. */
export function resolve(instance: Instance, path: Path, schema: string): ObjectPath | undefined {
  const direct = pathOf(path, schema);
  const found = followed(instance, direct);
  if (found !== undefined || path.length > 1) return found;
  const name = direct.name;
  return followed(instance, { owner: "PUBLIC", name }) ?? packaged(instance, name);
}

/** Supplied packages are known by their names alone. */
function packaged(instance: Instance, name: string): ObjectPath | undefined {
  const spec = instance.packages.find(name);
  return spec === undefined ? undefined : { owner: spec.owner, name };
}

/** Synonyms of synonyms end, however they are made. */
const longestChain = 10;

function followed(instance: Instance, start: ObjectPath): ObjectPath | undefined {
  let path = start;
  for (let step = 0; step < longestChain; step++) {
    const type = objectType(instance, path);
    if (type !== "SYNONYM") return type === undefined ? undefined : path;
    path = instance.sqlCatalogue.synonym(path.owner, path.name)!;
  }
  return undefined;
}

/** All objects of the database. */
export function allObjects(instance: Instance): DatabaseObject[] {
  const { store, sqlCatalogue, stored, packages, started } = instance;
  const found: DatabaseObject[] = [];
  const add = ({ owner, name }: ObjectPath, type: ObjectType): void => {
    const dates = instance.dates.get(`${owner}.${name}`);
    const { created = started, changed = started } = dates ?? {};
    found.push({ owner, name, type, valid: true, created, changed });
  };
  for (const table of store.tables()) {
    add(table, "TABLE");
    for (const { name } of table.unique) add({ owner: table.owner, name }, "INDEX");
  }
  for (const { spec } of sqlCatalogue.views()) add(spec, "VIEW");
  for (const sequence of sqlCatalogue.sequences()) add(sequence, "SEQUENCE");
  for (const synonym of sqlCatalogue.synonyms()) add(synonym, "SYNONYM");
  for (const spec of packages.all()) {
    add(spec, "PACKAGE");
    add(spec, "PACKAGE BODY");
  }
  for (const { owner, name, type, errors, created, changed } of stored.all())
    found.push({ owner, name, type, valid: errors.length === 0, created, changed });
  return found;
}
