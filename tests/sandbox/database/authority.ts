import { OraError } from "../errors";
import type { Ddl, Drop, Path } from "../lang/ast";
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
  const general = generalPrivilege(view, statement);
  if (general !== undefined) {
    need(view, general);
    return;
  }
  const needs = statement.kind === "drop" ? dropNeeds(statement) : kinds[statement.kind];
  if (needs === undefined || !("name" in statement)) return;
  const name = statement.name as Path;
  const isColumn = statement.kind === "comment" && statement.on === "column";
  const path = pathOf(isColumn ? name.slice(0, -1) : name, view.currentSchema);
  inSchema(view, path, needs);
  if (statement.kind.startsWith("create")) mustBeFree(view, path, statement);
}

/** What a statement needs that is not about an object of a schema. */
function generalPrivilege(view: SchemaView, statement: Ddl): string | undefined {
  switch (statement.kind) {
    case "alterUser": {
      const isOwnPassword = statement.name.name === view.rights && statement.connectThrough === undefined;
      return isOwnPassword ? undefined : "ALTER USER";
    }
    case "drop":
      return drops[statement.type];
    case "createSynonym":
      return statement.public ? "CREATE PUBLIC SYNONYM" : undefined;
    default:
      return administrative[statement.kind];
  }
}

function dropNeeds({ type }: Drop): Needs {
  const known = type.replace(/^(function|package( body)?)$/, "procedure").replace(" body", "");
  return [undefined, `DROP ANY ${known.toUpperCase()}`];
}

/** CREATE of PL/SQL, by the words that stand after CREATE OR REPLACE. @throws OraError 1031, 1918 */
export function authoriseUnit(view: SchemaView, text: string): void {
  const [, type = "", owner] =
    /\b(procedure|function|package|trigger|type)(?:\s+body)?\s+(?:"?([\w$#]+)"?\s*\.)?/i.exec(text) ?? [];
  const known = /^(function|package)$/i.test(type) ? "PROCEDURE" : type.toUpperCase();
  const schema = owner === undefined ? view.currentSchema : owner.toUpperCase();
  inSchema(view, { owner: schema, name: "" }, [`CREATE ${known}`, `CREATE ANY ${known}`]);
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
    throw instance.sqlCatalogue.sqliteStore.versions.missing(`${owner}.${name}`);
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
