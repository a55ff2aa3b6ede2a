import { OraError } from "../errors";
import type { AlterUser, CreateRole, CreateUser, Drop } from "../lang/ast";
import { allObjects } from "./objects";
import type { SchemaView } from "./session";
import type { Users } from "./users";

export function createUser(users: Users, { name, password, ifNotExists }: CreateUser): void {
  if (!ifNotExists || users.user(name.name) === undefined) users.create(name.name, password);
}

/** @throws OraError 1918 */
export function alterUser(users: Users, { name, password, connectThrough }: AlterUser): void {
  const user = users.user(name.name);
  if (user === undefined) throw new OraError(1918, `user '${name.name}' does not exist`);
  if (password !== undefined) user.password = password;
  if (connectThrough === undefined) return;
  if (users.user(connectThrough.name) === undefined)
    throw new OraError(1918, `user '${connectThrough.name}' does not exist`);
  user.through.add(connectThrough.name);
}

export function createRole(users: Users, { name, ifNotExists }: CreateRole): void {
  if (!ifNotExists || !users.isRole(name.name)) users.createRole(name.name);
}

/** @throws OraError 1919 */
export function dropRole(users: Users, { name, ifExists }: Drop): void {
  const role = name.at(-1)!.name;
  if (users.isRole(role)) users.dropRole(role);
  else if (!ifExists) throw new OraError(1919, `role '${role}' does not exist`);
}

/** @throws OraError 1918, 1922, 1940, 28014 */
export function dropUser(view: SchemaView, { name, ifExists, cascade }: Drop): Promise<void> {
  const { instance } = view.session;
  const owner = name.at(-1)!.name;
  const user = instance.users.user(owner);
  if (user === undefined) {
    return ifExists
      ? Promise.resolve()
      : Promise.reject(new OraError(1918, `user '${owner}' does not exist`));
  }
  if (user.supplied) return Promise.reject(new OraError(28014, "cannot drop administrative users"));
  if ([...instance.sessions].some((session) => session.user === owner))
    return Promise.reject(new OraError(1940, "cannot drop a user that is currently connected"));
  const objects = allObjects(instance).filter((object) => object.owner === owner);
  if (objects.length > 0 && !cascade)
    return Promise.reject(new OraError(1922, `CASCADE must be specified to drop '${owner}'`));
  for (const object of objects) {
    if (object.type === "TABLE") instance.store.dropTable(owner, object.name);
    if (object.type === "VIEW") instance.sqlCatalogue.dropView(owner, object.name);
    if (object.type === "SEQUENCE") instance.sqlCatalogue.dropSequence(owner, object.name);
    if (object.type === "SYNONYM") instance.sqlCatalogue.dropSynonym(owner, object.name);
    instance.dropped(object);
  }
  instance.stored.removeOwner(owner);
  for (const key of instance.stored.synonyms.keys())
    if (key.startsWith(`${owner}.`)) instance.stored.synonyms.delete(key);
  instance.users.drop(owner);
  return instance.userDropped(owner);
}
