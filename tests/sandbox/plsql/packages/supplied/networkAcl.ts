import type { TableSpec } from "../../../store";
import { CollectionValue, RecordValue } from "../../catalogue";
import type { PackageSpec, Value } from "../../catalogue";
import { ora } from "../../failure";
import type { Session } from "../../session";
import type { Behaviour } from "../signature";
import { numberArgument, textArgument } from "../signature";
import { supplied } from "./table";

/** Who may reach which hosts: what is written here, DBA_HOST_ACES and USER_HOST_ACES show. */
export const hostTable: TableSpec = {
  owner: "SYS",
  name: "NACL$_HOST_ACE",
  columns: [
    { name: "HOST", type: "VARCHAR2", size: 1000 },
    { name: "LOWER_PORT", type: "NUMBER" },
    { name: "UPPER_PORT", type: "NUMBER" },
    { name: "PRINCIPAL", type: "VARCHAR2", size: 128 },
    { name: "PRIVILEGE", type: "VARCHAR2", size: 128 },
    { name: "GRANTED", type: "VARCHAR2", size: 3 },
    { name: "ACL", type: "VARCHAR2", size: 4000 },
  ],
  unique: [],
};

const path = "SYS.NACL$_HOST_ACE";

const privileges = ["HTTP", "HTTP_PROXY", "SMTP", "RESOLVE", "CONNECT", "JDWP"];

function privilegeOf(text: string): string {
  const privilege = text.toUpperCase();
  if (!privileges.includes(privilege)) throw ora(24245, "invalid network privilege");
  return privilege;
}

interface Ace {
  readonly principal: string;
  readonly privileges: readonly string[];
  readonly granted: boolean;
}

function aceOf(value: Value | undefined): Ace {
  if (!(value instanceof RecordValue)) throw ora(6502, "PL/SQL: value or conversion error");
  const list = value.get("PRIVILEGE_LIST");
  return {
    principal: textArgument(value.get("PRINCIPAL_NAME")),
    privileges:
      list instanceof CollectionValue ? list.values().map((one) => privilegeOf(textArgument(one))) : [],
    granted: value.get("GRANTED") !== false,
  };
}

const ports = (
  args: Readonly<Record<string, Value>>,
): { LOWER_PORT: number | null; UPPER_PORT: number | null } => ({
  LOWER_PORT: numberArgument(args.lower_port) ?? null,
  UPPER_PORT: numberArgument(args.upper_port) ?? numberArgument(args.lower_port) ?? null,
});

const appendAce: Behaviour = async (session, args) => {
  const { principal, privileges: given, granted } = aceOf(args.ace);
  const HOST = textArgument(args.host).toLowerCase();
  for (const PRIVILEGE of given) {
    const row = { HOST, ...ports(args), PRINCIPAL: principal, PRIVILEGE, GRANTED: granted ? "YES" : "NO" };
    if (session.transaction.row(path, row) === undefined)
      await session.transaction.insert(path, { ...row, ACL: `NETWORK_ACL_${HOST}` });
  }
  return null;
};

const removeAce: Behaviour = async (session, args) => {
  const { principal, privileges: given } = aceOf(args.ace);
  const HOST = textArgument(args.host).toLowerCase();
  for (const PRIVILEGE of given) {
    const rows = session.transaction.rows(path, { HOST, ...ports(args), PRINCIPAL: principal, PRIVILEGE });
    for (const { rowId } of rows) await session.transaction.delete(path, rowId);
  }
  return null;
};

/** Of the ways from before 12.1: an ACL is a file with privileges, which is then given to hosts. */
interface Old {
  readonly entries: { principal: string; privilege: string; granted: boolean }[];
  readonly hosts: { HOST: string; LOWER_PORT: number | null; UPPER_PORT: number | null }[];
}

const olds = new WeakMap<object, Map<string, Old>>();

function oldAcls({ stored }: Session): Map<string, Old> {
  let known = olds.get(stored);
  if (known === undefined) olds.set(stored, (known = new Map<string, Old>()));
  return known;
}

function nameOf(acl: Value | undefined): string {
  const text = textArgument(acl);
  return text.startsWith("/") ? text : `/sys/acls/${text}`;
}

function old(session: Session, acl: Value | undefined): Old {
  const found = oldAcls(session).get(nameOf(acl));
  if (found === undefined) throw ora(46114, `ACL name ${nameOf(acl)} not found.`);
  return found;
}

/** Rows of an old ACL are those of its hosts and privileges together. */
async function written(session: Session, acl: Value | undefined): Promise<null> {
  const ACL = nameOf(acl);
  for (const { rowId } of session.transaction.rows(path, { ACL }))
    await session.transaction.delete(path, rowId);
  const { entries = [], hosts = [] } = oldAcls(session).get(ACL) ?? {};
  for (const host of hosts)
    for (const { principal, privilege, granted } of entries)
      await session.transaction.insert(path, { ...host, PRINCIPAL: principal, PRIVILEGE: privilege, GRANTED: granted ? "YES" : "NO", ACL }); // prettier-ignore
  return null;
}

const addPrivilege: Behaviour = (session, args) => {
  old(session, args.acl).entries.push({
    principal: textArgument(args.principal),
    privilege: privilegeOf(textArgument(args.privilege)),
    granted: args.is_grant !== false,
  });
  return written(session, args.acl);
};

const dates =
  "start_date timestamp with time zone default null, end_date timestamp with time zone default null";
const range = "lower_port pls_integer default null, upper_port pls_integer default null";

export const dbmsNetworkAclAdmin = supplied({
  name: "DBMS_NETWORK_ACL_ADMIN",
  partial: true,
  granted: true,
  exceptions: {
    ACE_ALREADY_EXISTS: -24243,
    EMPTY_ACL: -24246,
    ACL_NOT_FOUND: -46114,
    ACL_ALREADY_EXISTS: -46212,
    INVALID_ACL_PATH: -46059,
    INVALID_HOST: -24244,
    INVALID_PRIVILEGE: -24245,
  },
  subprograms: `
    procedure append_host_ace(host varchar2, ${range}, ace xs$ace_type)
    procedure remove_host_ace(host varchar2, ${range}, ace xs$ace_type, remove_empty_acl boolean default false)
    procedure append_wallet_ace(wallet_path varchar2, ace xs$ace_type)
    procedure remove_wallet_ace(wallet_path varchar2, ace xs$ace_type, remove_empty_acl boolean default false)
    procedure set_host_acl(host varchar2, ${range}, acl varchar2)
    procedure set_wallet_acl(wallet_path varchar2, acl varchar2)
    procedure create_acl(acl varchar2, description varchar2, principal varchar2, is_grant boolean, privilege varchar2, ${dates})
    procedure add_privilege(acl varchar2, principal varchar2, is_grant boolean, privilege varchar2, position pls_integer default null, ${dates})
    procedure delete_privilege(acl varchar2, principal varchar2, is_grant boolean default null, privilege varchar2 default null)
    procedure assign_acl(acl varchar2, host varchar2, ${range})
    procedure unassign_acl(acl varchar2 default null, host varchar2 default null, ${range})
    procedure assign_wallet_acl(acl varchar2, wallet_path varchar2)
    procedure unassign_wallet_acl(acl varchar2 default null, wallet_path varchar2 default null)
    procedure drop_acl(acl varchar2)
    function check_privilege(acl varchar2, user varchar2, privilege varchar2) return number`,
  behaviours: {
    APPEND_HOST_ACE: appendAce,
    REMOVE_HOST_ACE: removeAce,
    CREATE_ACL: (session, args, frame) => {
      const name = nameOf(args.acl);
      if (oldAcls(session).has(name)) throw ora(46212, "ACL entry for this principal already exists.");
      oldAcls(session).set(name, { entries: [], hosts: [] });
      return addPrivilege(session, args, frame);
    },
    ADD_PRIVILEGE: addPrivilege,
    ASSIGN_ACL: (session, args) => {
      old(session, args.acl).hosts.push({ HOST: textArgument(args.host).toLowerCase(), ...ports(args) });
      return written(session, args.acl);
    },
    DROP_ACL: (session, args) => {
      old(session, args.acl);
      oldAcls(session).delete(nameOf(args.acl));
      return written(session, args.acl);
    },
    CHECK_PRIVILEGE: (session, { acl, user, privilege }) => {
      const found = old(session, acl).entries.find(
        (entry) => entry.principal === textArgument(user) && entry.privilege === privilegeOf(textArgument(privilege)), // prettier-ignore
      );
      return found === undefined ? null : Number(found.granted);
    },
  },
});

/** What an entry is made of. */
export const xsTypes: readonly PackageSpec[] = [
  {
    owner: "SYS",
    name: "XS$NAME_LIST",
    subprograms: {},
    types: { XS$NAME_LIST: { kind: "table", of: "VARCHAR2" } },
  },
  {
    owner: "SYS",
    name: "XS$ACE_TYPE",
    subprograms: {},
    types: {
      XS$ACE_TYPE: {
        kind: "record",
        fields: {
          PRIVILEGE_LIST: "XS$NAME_LIST",
          GRANTED: "BOOLEAN",
          INVERTED: "BOOLEAN",
          PRINCIPAL_NAME: "VARCHAR2",
          PRINCIPAL_TYPE: "PLS_INTEGER",
          START_DATE: "TIMESTAMP WITH TIME ZONE",
          END_DATE: "TIMESTAMP WITH TIME ZONE",
        },
      },
    },
  },
  {
    owner: "SYS",
    name: "XS_ACL",
    subprograms: {},
    constants: {
      PTYPE_XS: { type: "PLS_INTEGER", value: 1 },
      PTYPE_DB: { type: "PLS_INTEGER", value: 2 },
      PTYPE_DN: { type: "PLS_INTEGER", value: 3 },
      PTYPE_EXTERNAL: { type: "PLS_INTEGER", value: 4 },
    },
  },
];
