import { OraError } from "../errors";
import type { Ddl } from "../lang/ast";
import { objectType, pathOf } from "./objects";
import type { ObjectPath } from "./objects";
import type { SchemaView } from "./session";

/** The system privilege that a definition needs in the own schema, if any, and in another. */
type Needs = readonly [own: string | undefined, others: string];

const kinds: Readonly<Partial<Record<Ddl["kind"], Needs>>> = {
  createTable: ["CREATE TABLE", "CREATE ANY TABLE"],
  alterTable: [undefined, "ALTER ANY TABLE"],
  createIndex: [undefined, "CREATE ANY INDEX"],
  createView: ["CREATE VIEW", "CREATE ANY VIEW"],
  createSequence: ["CREATE SEQUENCE", "CREATE ANY SEQUENCE"],
  alterSequence: [undefined, "ALTER ANY SEQUENCE"],
  createSynonym: ["CREATE SYNONYM", "CREATE ANY SYNONYM"],
  createType: ["CREATE TYPE", "CREATE ANY TYPE"],
  alterUnit: [undefined, "ALTER ANY PROCEDURE"],
  truncate: [undefined, "DROP ANY TABLE"],
  comment: [undefined, "COMMENT ANY TABLE"],
};

/** What nobody has by owning something. */
const administrative: Readonly<Partial<Record<Ddl["kind"], string>>> = {
  createUser: "CREATE USER",
  createRole: "CREATE ROLE",
};

const drops: Readonly<Record<string, string>> = {
  user: "DROP USER",
  role: "DROP ANY ROLE",
  "public synonym": "DROP PUBLIC SYNONYM",
};

/** @throws OraError 1031, 942, 955, 1918 */
export function authorise(view: SchemaView, statement: Ddl): void {
  const { kind } = statement;
  const general = administrative[kind];
  if (general !== undefined) return need(view, general);
  if (kind === "alterUser") {
    const isOwnPassword = statement.name.name === view.rights && statement.connectThrough === undefined;
    return isOwnPassword ? undefined : need(view, "ALTER USER");
  }
  if (kind === "drop") {
    const special = drops[statement.type];
    if (special !== undefined) return need(view, special);
    const type = statement.type.replace(/^(function|package( body)?)$/, "procedure").replace(" body", "");
    return inSchema(view, pathOf(statement.name, view.currentSchema), [
      undefined,
      `DROP ANY ${type.toUpperCase()}`,
    ]);
  }
  if (kind === "createSynonym" && statement.public) return need(view, "CREATE PUBLIC SYNONYM");
  const needs = kinds[kind];
  if (needs === undefined || !("name" in statement)) return;
  const path =
    kind === "comment" && statement.on === "column"
      ? pathOf(statement.name.slice(0, -1), view.currentSchema)
      : pathOf(statement.name as Parameters<typeof pathOf>[0], view.currentSchema);
  inSchema(view, path, needs);
  if (kind.startsWith("create")) mustBeFree(view, path, statement);
}

function need(view: SchemaView, privilege: string): void {
  if (!view.session.instance.users.has(view.rights, privilege))
    throw new OraError(1031, "insufficient privileges");
}

function inSchema(view: SchemaView, { owner, name }: ObjectPath, [own, others]: Needs): void {
  const { instance } = view.session;
  if (owner === view.rights) {
    if (own !== undefined) need(view, own);
    return;
  }
  if (owner !== "PUBLIC" && instance.users.user(owner) === undefined)
    throw new OraError(1918, `user '${owner}' does not exist`);
  if (instance.users.has(view.rights, others)) return;
  if (own === undefined && !instance.may(view.rights, "SELECT", owner, name))
    throw new OraError(942, "table or view does not exist");
  throw new OraError(1031, "insufficient privileges");
}

/** Tables and views are looked after where they are made; here it is about objects of other kinds. */
function mustBeFree(view: SchemaView, path: ObjectPath, statement: Ddl): void {
  if (statement.kind === "createIndex" || statement.kind === "createType") return;
  const type = objectType(view.session.instance, path);
  if (type === undefined) return;
  const isReplaced =
    "orReplace" in statement &&
    statement.orReplace &&
    type === (statement.kind === "createSynonym" ? "SYNONYM" : "VIEW");
  const isSkipped = "ifNotExists" in statement && statement.ifNotExists;
  if (!isReplaced && !isSkipped) throw new OraError(955, "name is already used by an existing object");
}
