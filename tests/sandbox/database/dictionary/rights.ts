import type { ComputedSpec } from "../../store";
import type { Instance } from "../instance";
import { proxiesOf } from "../proxies";
import { date, isAdministrator, number, text, view } from "./family";
import type { Row } from "./family";

export function rightViews(instance: Instance): ComputedSpec[] {
  const { users } = instance;
  const userColumns = [text("USERNAME"), number("USER_ID"), date("CREATED"), text("ORACLE_MAINTAINED", 1)];
  const accountColumns = [
    text("ACCOUNT_STATUS", 32),
    text("DEFAULT_TABLESPACE", 30),
    text("TEMPORARY_TABLESPACE", 30),
    text("PROFILE"),
    date("LOCK_DATE"),
    date("EXPIRY_DATE"),
    text("AUTHENTICATION_TYPE", 8),
    text("COMMON", 3),
  ];
  const userRow = ({ name, id, created, supplied }: ReturnType<typeof users.all>[number]): Row => [
    name,
    id,
    created,
    supplied ? "Y" : "N",
  ];
  const account = (password: string | undefined): Row => [
    password === undefined ? "LOCKED" : "OPEN",
    "USERS",
    "TEMP",
    "DEFAULT",
    null,
    null,
    password === undefined ? "NONE" : "PASSWORD",
    "NO",
  ];
  const fullRow = (user: ReturnType<typeof users.all>[number]): Row => [
    ...userRow(user),
    ...account(user.password),
  ];
  const roleGrants = (name: string, roles: ReadonlySet<string>): Row[] =>
    [...roles].map((role) => [name, role, "NO", "NO", "YES"]);
  const roleColumns = [
    text("GRANTED_ROLE"),
    text("ADMIN_OPTION", 3),
    text("DELEGATE_OPTION", 3),
    text("DEFAULT_ROLE", 3),
  ];
  const holders = (): { name: string; roles: ReadonlySet<string>; privileges: ReadonlySet<string> }[] => [
    ...users.all(),
    ...[...users.roles(), "PUBLIC"].map((name) => users.holder(name)),
  ];
  const grantRows = (): Row[] =>
    users
      .grants()
      .map(({ grantee, owner, name, privilege }) => [grantee, owner, name, owner, privilege, "NO"]);
  const grantColumns = [
    text("GRANTEE"),
    text("OWNER"),
    text("TABLE_NAME"),
    text("GRANTOR"),
    text("PRIVILEGE", 40),
    text("GRANTABLE", 3),
  ];
  return [
    view("ALL_USERS", userColumns, () => users.all().map(userRow)),
    view("DBA_USERS", [...userColumns, ...accountColumns], () => users.all().map(fullRow), isAdministrator),
    view("USER_USERS", [...userColumns, ...accountColumns], ({ user }) =>
      users
        .all()
        .filter(({ name }) => name === user)
        .map(fullRow),
    ),
    view("SESSION_ROLES", [text("ROLE")], ({ user }) =>
      [...users.rolesOf(user)].sort().map((role) => [role]),
    ),
    view("SESSION_PRIVS", [text("PRIVILEGE", 40)], ({ user }) =>
      users.privilegesOf(user).map((privilege) => [privilege]),
    ),
    view("DBA_ROLES", [text("ROLE")], () => users.roles().map((role) => [role]), isAdministrator),
    view("USER_ROLE_PRIVS", [text("USERNAME"), ...roleColumns], ({ user }) =>
      roleGrants(user, users.user(user)?.roles ?? new Set()),
    ),
    view(
      "DBA_ROLE_PRIVS",
      [text("GRANTEE"), ...roleColumns],
      () => holders().flatMap(({ name, roles }) => roleGrants(name, roles)),
      isAdministrator,
    ),
    view("USER_SYS_PRIVS", [text("USERNAME"), text("PRIVILEGE", 40), text("ADMIN_OPTION", 3)], ({ user }) =>
      [...(users.user(user)?.privileges ?? [])].map((privilege) => [user, privilege, "NO"]),
    ),
    view(
      "DBA_SYS_PRIVS",
      [text("GRANTEE"), text("PRIVILEGE", 40), text("ADMIN_OPTION", 3)],
      () =>
        holders().flatMap(({ name, privileges }) =>
          [...privileges].map((privilege): Row => [name, privilege, "NO"]),
        ),
      isAdministrator,
    ),
    view("USER_TAB_PRIVS", grantColumns, ({ user }) =>
      grantRows().filter(([grantee, owner]) => grantee === user || owner === user),
    ),
    view("ALL_TAB_PRIVS", grantColumns, ({ user }) => {
      const roles = users.rolesOf(user);
      return grantRows().filter(
        ([grantee, owner]) =>
          grantee === user || owner === user || grantee === "PUBLIC" || roles.has(String(grantee)),
      );
    }),
    view("DBA_TAB_PRIVS", grantColumns, grantRows, isAdministrator),
    view(
      "PROXY_USERS",
      [text("PROXY"), text("CLIENT"), text("AUTHENTICATION", 3), text("FLAGS", 35)],
      () =>
        users
          .all()
          .flatMap(({ name }) =>
            proxiesOf(instance, name).map((proxy): Row => [
              proxy,
              name,
              "NO",
              "PROXY MAY ACTIVATE ALL CLIENT ROLES",
            ]),
          ),
      isAdministrator,
    ),
  ];
}
