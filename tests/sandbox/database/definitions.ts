import { parse } from "../lang";
import type { Ddl, Statement, Unit } from "../lang/ast";
import { OraError } from "../errors";
import type { SqlResult } from "../plsql/sql";
import { alterUnit, createType, createUnit, dropUnit } from "../plsql/units";
import type { UnitResult } from "../plsql/units";
import { authorise, authoriseUnit } from "./authority";
import { alterSession } from "./alterSession";
import { grant } from "./grants";
import { objectType, pathOf, resolve } from "./objects";
import type { SchemaView } from "./session";
import { alterUser, createRole, createUser, dropRole, dropUser } from "./userDefinitions";

const done: SqlResult = { kind: "done", rowsAffected: 0 };

/** DDL: what stood before it is committed, and what it does, too. @throws OraError */
export async function runDefinition(view: SchemaView, text: string, statement: Ddl): Promise<SqlResult> {
  if (statement.kind === "alterSession") {
    alterSession(view.session, statement);
    return done;
  }
  await view.commit();
  authorise(view, statement);
  try {
    await carryOut(view, text, statement);
  } catch (error) {
    await view.rollback();
    throw error;
  } finally {
    view.stored.generation++;
    // Rights may be others now.
    view.session.instance.sqlCatalogue.forget();
    view.session.instance.sqlCatalogue.forget();
  }
  await view.commit();
  return done;
}

/** CREATE of PL/SQL, whose errors are kept with it. */
export async function runUnit(view: SchemaView, text: string): Promise<UnitResult> {
  await view.commit();
  authoriseUnit(view, text);
  if (/^\s*create\b[^(]*?\btrigger\b/i.test(text)) mustSuit(view, text);
  const result = createUnit(view, text);
  await view.commit();
  return result;
}

/** Views have other triggers than tables. @throws OraError 25001, 25002 */
function mustSuit(view: SchemaView, text: string): void {
  const unit = triggerOf(text);
  if (unit === undefined) return;
  const { instance } = view.session;
  const on = resolve(instance, unit.table, view.currentSchema);
  const type = on === undefined ? undefined : objectType(instance, on);
  if (type === "TABLE" && unit.timing === "instead of")
    throw new OraError(25002, "cannot create INSTEAD OF triggers on tables");
  if (type === "VIEW" && unit.timing !== "instead of")
    throw new OraError(25001, "cannot create this trigger type on this type of view");
}

/** Undefined where it has errors, which are kept with it. */
function triggerOf(text: string): (Unit & { kind: "trigger" }) | undefined {
  try {
    const { statement } = parse(text);
    return statement.kind === "createUnit" && statement.unit.kind === "trigger" ? statement.unit : undefined;
  } catch {
    return undefined;
  }
}

/** Definitions that the SQL executor leaves to others come here on their own, without having gone through it. */
export function define(_view: SchemaView, { kind }: Statement): Promise<void> {
  return Promise.reject(new OraError(900, `invalid SQL statement: ${kind}`));
}

async function carryOut(view: SchemaView, text: string, statement: Ddl): Promise<void> {
  const { instance } = view.session;
  const { users } = instance;
  switch (statement.kind) {
    case "housekeeping":
      return;
    case "createUser":
      createUser(users, statement);
      return;
    case "alterUser":
      alterUser(users, statement);
      return;
    case "createRole":
      createRole(users, statement);
      return;
    case "grant":
    case "revoke":
      grant(view, statement);
      return;
    case "createType":
      createType(view, statement, text);
      return;
    case "alterUnit":
      alterUnit(view, statement);
      return;
    case "drop":
      if (statement.type === "user") await dropUser(view, statement);
      else if (statement.type === "role") dropRole(users, statement);
      else if (!dropUnit(view, statement)) await view.sql.run(statement, noVariables);
      instance.dropped(pathOf(statement.name, view.currentSchema));
      mirrorSynonym(view, statement);
      return;
    default:
      await view.sql.run(statement, noVariables);
      if (statement.kind === "rename") instance.dropped(pathOf(statement.from, view.currentSchema));
      else if ("name" in statement) instance.touched(pathOf(statement.name, view.currentSchema));
      mirrorSynonym(view, statement);
  }
}

const noVariables = {
  value: () => undefined,
  bind: () => {
    throw new OraError(1027, "bind variables not allowed for data definition operations");
  },
};

/** PL/SQL looks synonyms of stored units up where the units are. */
function mirrorSynonym(view: SchemaView, statement: Ddl): void {
  const isDropped = statement.kind === "drop" && /synonym/.test(statement.type);
  if (statement.kind !== "createSynonym" && !isDropped) return;
  const isPublic =
    statement.kind === "createSynonym" ? statement.public : statement.type === "public synonym";
  const { name } = pathOf(statement.name, view.currentSchema);
  const owner = isPublic ? "PUBLIC" : pathOf(statement.name, view.currentSchema).owner;
  const of = view.session.instance.sqlCatalogue.synonym(owner, name);
  if (of === undefined) view.stored.synonyms.delete(`${owner}.${name}`);
  else view.stored.synonyms.set(`${owner}.${name}`, of);
}
