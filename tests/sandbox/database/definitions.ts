import type { Ddl, Statement } from "../lang/ast";
import { OraError } from "../errors";
import type { SqlResult } from "../plsql/sql";
import { alterUnit, createType, createUnit, dropUnit } from "../plsql/units";
import type { UnitResult } from "../plsql/units";
import { authorise, authoriseUnit } from "./authority";
import { alterSession } from "./alterSession";
import { grant } from "./grants";
import { pathOf } from "./objects";
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
  const result = createUnit(view, text);
  await view.commit();
  return result;
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
