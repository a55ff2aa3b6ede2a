import type { ComputedSpec } from "../../store";
import type { Instance } from "../instance";
import { allObjects } from "../objects";
import { date, family, isAdministrator, number, text } from "./family";
import type { Row, Who } from "./family";

/** Whether ALL_ views show an object of somebody else. */
export function isVisible(instance: Instance, who: Who, owner: string, name: string): boolean {
  const { users, packages, sqlCatalogue } = instance;
  if (owner === "PUBLIC") return true;
  const spec = packages.find(name, owner);
  if (spec !== undefined) {
    const { user } = who;
    if (spec.granted === true && !isAdministrator(who) && !users.isGranted(user, "EXECUTE", owner, name)) return false; // prettier-ignore
    return spec.visibleTo?.({ user, hasRole: (role) => who.hasRole(role) }) !== false;
  }
  const known = sqlCatalogue.view(owner, name)?.spec;
  if (owner === "SYS" || owner === "ORDS_METADATA") {
    if (known !== undefined) return known.visibleTo?.(who) !== false;
  }
  return ["SELECT", "READ", "EXECUTE", "INSERT", "UPDATE", "DELETE"].some((privilege) =>
    users.isGranted(who.user, privilege, owner, name),
  );
}

export function objectViews(instance: Instance): ComputedSpec[] {
  const shows =
    (owner: number, name: number) =>
    (row: Row, who: Who): boolean =>
      isVisible(instance, who, String(row[owner]), String(row[name]));
  return [
    ...family({
      name: "OBJECTS",
      columns: [
        text("OWNER"),
        text("OBJECT_NAME"),
        text("SUBOBJECT_NAME"),
        number("OBJECT_ID"),
        text("OBJECT_TYPE", 23),
        date("CREATED"),
        date("LAST_DDL_TIME"),
        text("TIMESTAMP", 19),
        text("STATUS", 7),
        text("TEMPORARY", 1),
        text("GENERATED", 1),
        text("ORACLE_MAINTAINED", 1),
      ],
      rows: () =>
        allObjects(instance).map(({ owner, name, type, valid, created, changed }, index) => [
          owner,
          name,
          null,
          index + 1,
          type,
          created,
          changed,
          changed.toISOString().slice(0, 19).replace("T", ":"),
          valid ? "VALID" : "INVALID",
          "N",
          "N",
          instance.users.user(owner)?.supplied === false ? "N" : "Y",
        ]),
      shows: shows(0, 1),
    }),
    ...family({
      name: "SYNONYMS",
      columns: [
        text("OWNER"),
        text("SYNONYM_NAME"),
        text("TABLE_OWNER"),
        text("TABLE_NAME"),
        text("DB_LINK"),
      ],
      rows: () =>
        instance.sqlCatalogue.synonyms().map(({ owner, name, of }) => [owner, name, of.owner, of.name, null]),
      shows: ([owner]) => owner === "PUBLIC",
    }),
    ...family({
      name: "SEQUENCES",
      columns: [
        text("SEQUENCE_OWNER"),
        text("SEQUENCE_NAME"),
        number("MIN_VALUE"),
        number("MAX_VALUE"),
        number("INCREMENT_BY"),
        number("LAST_NUMBER"),
      ],
      rows: () =>
        instance.sqlCatalogue
          .sequences()
          .map(({ owner, name, least, most, increment, upcoming }) => [
            owner,
            name,
            least,
            most,
            increment,
            upcoming,
          ]),
      shows: shows(0, 1),
    }),
  ];
}
