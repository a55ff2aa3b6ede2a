import type { Arguments, Overload, PackageSpec, PackageType, Parameter } from "../plsql/catalogue";
import { isAdminPackage, targetSchema } from "./access";
import { behaviours } from "./behaviours";
import { atomically, Call } from "./call";
import { notSupported } from "./errors";
import { atLeast } from "./releases";
import type { RoomOptions } from "./room";
import { anySecret, skip } from "./secrets";
import type { SwitchName } from "./switches";
import { packageTables } from "./signatures";
import type { OverloadRow, PackageTable, ParameterRow, SubprogramRow } from "./signatures/table";
import { owner } from "./tables";
import { administrator } from "./views";

/** The packages of one version, as its switches have them. */
export function packageSpecs(room: RoomOptions): PackageSpec[] {
  return packageTables.filter((table) => isPresent(room, table)).map((table) => packageSpec(room, table));
}

/** Subprograms that are there and do nothing but say that they are not supported. */
export function unsupported(packages: readonly PackageSpec[]): string[] {
  return packages.flatMap(({ name, subprograms }) =>
    Object.keys(subprograms)
      .filter((subprogram) => behaviours[name]?.[subprogram] === undefined)
      .map((subprogram) => `${name}.${subprogram}`),
  );
}

function isPresent({ version, switches }: RoomOptions, { since, until }: PackageTable): boolean {
  if (!atLeast(version, since ?? version)) return false;
  return until === undefined || !atLeast(version, until) || switches.oauthPackages === "present";
}

function packageSpec(room: RoomOptions, table: PackageTable): PackageSpec {
  const { name } = table;
  const constants = table.constants === undefined ? undefined : textConstants(table.constants);
  return {
    owner,
    name,
    subprograms: Object.fromEntries(
      Object.entries(table.subprograms)
        .filter(([, row]) => hasSubprogram(room, row))
        .map(([subprogram, row]) => [
          subprogram,
          row.overloads
            .filter((overload) => hasForm(room, name, subprogram, overload))
            .map((overload) => overloadSpec(room, name, subprogram, overload)),
        ]),
    ),
    constants: name === "ORDS_CONSTANTS" ? secretConstants : constants,
    ...(name === "ORDS_TYPES" ? { types: recordTypes } : {}),
    ...(isAdminPackage(name) && room.switches.adminWithoutRole === "PLS-00201"
      ? { visibleTo: (who) => who.hasRole(administrator) }
      : {}),
  };
}

function hasSubprogram({ version, switches }: RoomOptions, { since, unproven }: SubprogramRow): boolean {
  if (unproven === true && switches.adminPrivilegeCalls === "absent") return false;
  return atLeast(version, since ?? version);
}

function overloadSpec(room: RoomOptions, table: string, name: string, row: OverloadRow): Overload {
  const params = row.params
    .filter(([, , , since]) => atLeast(room.version, since ?? room.version))
    .map((param) => parameterSpec(room, table, name, param));
  return {
    params,
    ...(row.returns === undefined ? {} : { returns: row.returns }),
    run(context, args) {
      const schema = targetSchema(room, table, name, context, args);
      const behaviour = behaviours[table]?.[name];
      if (behaviour === undefined) throw notSupported(`${table}.${name}`);
      const call = new Call(room, context, undisputed(room, name, row, args), schema);
      // Constructors write nothing.
      if (table === "ORDS_TYPES") return behaviour(call) as ReturnType<Overload["run"]>;
      return atomically(context.transaction, async () => (await behaviour(call)) ?? null);
    },
  };
}

function parameterSpec(
  { switches }: RoomOptions,
  table: string,
  subprogram: string,
  [name, type, initial]: ParameterRow,
): Parameter {
  const isOptional =
    table === "ORDS_ADMIN" && subprogram === "ENABLE_SCHEMA" && switches.adminEnableSchema === "caller";
  const value = name === "p_schema" && isOptional ? "NULL" : initial;
  return {
    name: renamed(switches, subprogram, name),
    mode: "in",
    type,
    ...(value === undefined ? {} : { default: value }),
  };
}

/** Parameters whose names are disputed (facts 162, 163), by subprogram. */
const disputed: Readonly<Record<string, readonly [name: string, decides: SwitchName]>> = {
  DELETE_TEMPLATE: ["p_uri_template", "deleteParameterName"],
  DELETE_HANDLER: ["p_uri_template", "deleteParameterName"],
  RENAME_ROLE: ["p_new_name", "renameRoleParameter"],
  RENAME_PRIVILEGE: ["p_name", "renamePrivilegeParameter"],
  RENAME_CLIENT: ["p_name", "renameClientParameter"],
};

function renamed(switches: RoomOptions["switches"], subprogram: string, name: string): string {
  const [known, decides] = disputed[subprogram] ?? [];
  return name === known && decides !== undefined ? switches[decides] : name;
}

/** The arguments by the names that the signatures give them. */
function undisputed(
  { switches }: RoomOptions,
  subprogram: string,
  { params }: OverloadRow,
  args: Arguments,
): Arguments {
  const known = disputed[subprogram]?.[0];
  if (known === undefined || !params.some(([name]) => name === known)) return args;
  return { ...args, [known]: args[renamed(switches, subprogram, known)] ?? null };
}

/** Forms of a subprogram whose existence is open (fact 165). */
function hasForm({ switches }: RoomOptions, table: string, name: string, { params }: OverloadRow): boolean {
  if (table !== "ORDS_SECURITY_ADMIN") return true;
  const has = (parameter: string): boolean => params.some(([one]) => one === parameter);
  if (name === "UPDATE_CLIENT" && switches.adminUpdateClient !== "all")
    return has("p_token_duration") === (switches.adminUpdateClient === "long");
  if (name === "GRANT_CLIENT_ROLE" || name === "REVOKE_CLIENT_ROLE")
    return switches.adminKeyForms === "present" || !has("p_client_key");
  return true;
}

function textConstants(texts: Readonly<Record<string, string>>): PackageSpec["constants"] {
  return Object.fromEntries(
    Object.entries(texts).map(([name, value]) => [name, { type: "VARCHAR2", value }]),
  );
}

const secretConstants: PackageSpec["constants"] = {
  OAUTH_CLIENT_SECRET_DEFAULT: { type: "ORDS_TYPES.T_CLIENT_SECRET", value: anySecret },
  OAUTH_CLIENT_SECRET_SKIP: { type: "ORDS_TYPES.T_CLIENT_SECRET", value: skip },
};

/** Facts 87 and 166. */
const recordTypes: Readonly<Record<string, PackageType>> = {
  T_CLIENT_KEY: { kind: "record", fields: { id: "NUMBER", name: "VARCHAR2", client_id: "VARCHAR2" } },
  T_CLIENT_SECRET: {
    kind: "record",
    fields: { secret: "VARCHAR2", slot: "NUMBER", issued_on: "TIMESTAMP", stored: "BOOLEAN" },
  },
  T_CLIENT_CREDENTIALS: {
    kind: "record",
    fields: { client_key: "T_CLIENT_KEY", client_secret: "T_CLIENT_SECRET" },
  },
};
