import type { ComputedSpec } from "../../store";
import { databaseName } from "../environment";
import type { Instance } from "../instance";
import { banner } from "../../release";
import { date, isAdministrator, number, text, view } from "./family";
import type { Row, Who } from "./family";

export function sessionViews(instance: Instance): ComputedSpec[] {
  const { product, release, edition, fullRelease } = instance.release;
  const shown = banner(instance.release);
  const sessionColumns = [
    number("SID"),
    number("SERIAL#"),
    number("AUDSID"),
    text("USERNAME"),
    text("STATUS", 8),
    text("SCHEMANAME"),
    text("OSUSER"),
    text("MACHINE", 64),
    text("PROGRAM", 84),
    text("TYPE", 10),
    text("MODULE", 64),
    text("ACTION", 64),
    text("CLIENT_INFO", 64),
    text("CLIENT_IDENTIFIER", 64),
    date("LOGON_TIME"),
    text("SERVICE_NAME", 64),
  ];
  const sessionRows = (): Row[] =>
    [...instance.sessions].map((session) => {
      const said = (name: string): string | null => session.environment.get(name) ?? null;
      return [
        session.id,
        session.id,
        session.id,
        session.user,
        session.signal === undefined ? "INACTIVE" : "ACTIVE",
        session.currentSchema,
        said("OS_USER"),
        said("HOST"),
        said("MODULE"),
        "USER",
        said("MODULE"),
        said("ACTION"),
        said("CLIENT_INFO"),
        said("CLIENT_IDENTIFIER"),
        session.loggedOn,
        databaseName.toLowerCase(),
      ];
    });
  const fixed = (
    name: string,
    columns: Parameters<typeof view>[1],
    rows: (who: Who) => readonly Row[],
    visibleTo?: ComputedSpec["visibleTo"],
  ): ComputedSpec[] => [
    view(`V$${name}`, columns, rows, visibleTo),
    view(
      `GV$${name}`,
      [number("INST_ID"), ...columns],
      (who) => rows(who).map((row) => [1, ...row]),
      visibleTo,
    ),
  ];
  const nls: readonly Row[] = [
    ["NLS_LANGUAGE", "AMERICAN"],
    ["NLS_TERRITORY", "AMERICA"],
    ["NLS_CHARACTERSET", "AL32UTF8"],
    ["NLS_NCHAR_CHARACTERSET", "AL16UTF16"],
    ["NLS_DATE_FORMAT", "DD-MON-RR"],
    ["NLS_TIMESTAMP_FORMAT", "DD-MON-RR HH.MI.SSXFF AM"],
    ["NLS_NUMERIC_CHARACTERS", ".,"],
    ["NLS_LENGTH_SEMANTICS", "BYTE"],
    ["NLS_COMP", "BINARY"],
    ["NLS_SORT", "BINARY"],
  ];
  const parameterColumns = [text("PARAMETER", 64), text("VALUE", 64)];
  return [
    ...fixed(
      "VERSION",
      [text("BANNER", 80), text("BANNER_FULL", 160), text("BANNER_LEGACY", 80), number("CON_ID")],
      () => [[shown, `${shown}\nVersion ${fullRelease}`, shown, 0]],
    ),
    view(
      "PRODUCT_COMPONENT_VERSION",
      [text("PRODUCT", 80), text("VERSION", 80), text("VERSION_FULL", 80), text("STATUS", 80)],
      () => [[`${product} `, release, fullRelease, edition]],
    ),
    ...fixed("SESSION", sessionColumns, sessionRows, isAdministrator),
    ...fixed(
      "INSTANCE",
      [
        number("INSTANCE_NUMBER"),
        text("INSTANCE_NAME", 16),
        text("HOST_NAME", 64),
        text("VERSION", 17),
        text("VERSION_FULL", 17),
        date("STARTUP_TIME"),
        text("STATUS", 12),
      ],
      () => [[1, "sandbox", "localhost", release, fullRelease, instance.started, "OPEN"]],
      isAdministrator,
    ),
    ...fixed(
      "DATABASE",
      [number("DBID"), text("NAME", 9), text("OPEN_MODE", 20), text("CDB", 3), text("DATABASE_ROLE", 16)],
      () => [[1, "FREE", "READ WRITE", "YES", "PRIMARY"]],
      isAdministrator,
    ),
    ...fixed(
      "PDBS",
      [number("CON_ID"), text("NAME"), text("OPEN_MODE", 10)],
      () => [[3, databaseName, "READ WRITE"]],
      isAdministrator,
    ),
    view("NLS_SESSION_PARAMETERS", parameterColumns, ({ user }) => {
      const session = [...instance.sessions].find((one) => one.user === user && one.signal !== undefined);
      return nls.map(([name, value]) => [name!, session?.environment.get(String(name)) ?? value!]);
    }),
    view("NLS_DATABASE_PARAMETERS", parameterColumns, () => nls),
    view("GLOBAL_NAME", [text("GLOBAL_NAME")], () => [[databaseName]]),
  ];
}
