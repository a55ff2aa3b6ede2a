import type { ComputedSpec, StoredValue } from "../../store";
import type { Overload, PackageSpec, Parameter } from "../../plsql/catalogue";
import type { ParameterDeclaration, Subprogram, Unit } from "../../lang/ast";
import { sourceLines } from "../../plsql/stored";
import type { StoredUnit } from "../../plsql/stored";
import type { Instance } from "../instance";
import { clob, date, family, number, text } from "./family";
import type { Row, Who } from "./family";
import { isVisible } from "./objects";

interface Argument {
  readonly name: string | null;
  readonly mode: string;
  readonly type: string;
  readonly defaulted: boolean;
}

/** A procedure or function with what DESCRIBE shows of it. */
interface Routine {
  readonly owner: string;
  readonly object: string;
  readonly type: string;
  /** Null for one that stands alone. */
  readonly name: string | null;
  /** Null where there is only one of the name. */
  readonly overload: number | null;
  readonly args: readonly Argument[];
}

function suppliedRoutines({ owner, name: object, subprograms }: PackageSpec): Routine[] {
  return Object.entries(subprograms).flatMap(([name, overloads]) =>
    overloads.map((overload, index): Routine => ({
      owner,
      object,
      type: "PACKAGE",
      name,
      overload: overloads.length === 1 ? null : index + 1,
      args: suppliedArguments(overload),
    })),
  );
}

function suppliedArguments({ params, returns }: Overload): Argument[] {
  const result = returns === undefined ? [] : [{ name: null, mode: "OUT", type: returns, defaulted: false }];
  return [
    ...result,
    ...params.map(({ name, mode, type, default: initial }: Parameter) => ({
      name: name.toUpperCase(),
      mode: mode.toUpperCase().replace("IN OUT", "IN/OUT"),
      type,
      defaulted: initial !== undefined,
    })),
  ];
}

function storedRoutines({ owner, name, type, unit }: StoredUnit): Routine[] {
  if (unit === undefined) return [];
  const all = subprogramsOf(unit);
  return all.map((subprogram, index): Routine => {
    const same = all.filter((one) => one.name.name === subprogram.name.name);
    const stands = unit.kind !== "package";
    return {
      owner,
      object: name,
      type,
      name: stands ? null : subprogram.name.name,
      overload: same.length === 1 ? null : same.indexOf(all[index]!) + 1,
      args: declaredArguments(subprogram),
    };
  });
}

function subprogramsOf(unit: Unit): Subprogram[] {
  if (unit.kind === "procedure" || unit.kind === "function") return [unit.subprogram];
  if (unit.kind !== "package") return [];
  return unit.declarations.filter((declaration) => declaration.kind === "subprogram");
}

function declaredArguments({ params, returns }: Subprogram): Argument[] {
  const typeName = ({ path }: { path: readonly { name: string }[] }): string =>
    path.map(({ name }) => name).join(".");
  const result =
    returns === undefined ? [] : [{ name: null, mode: "OUT", type: typeName(returns), defaulted: false }];
  return [
    ...result,
    ...params.map(({ name, mode, type, default: initial }: ParameterDeclaration) => ({
      name: name.name,
      mode: mode.toUpperCase().replace("IN OUT", "IN/OUT"),
      type: typeName(type),
      defaulted: initial !== undefined,
    })),
  ];
}

/** Types of packages have a name of two parts; in the dictionary the type is what kind of type that is. */
function typeColumns(type: string): StoredValue[] {
  const [first = "", second] = type.split(".");
  return second === undefined
    ? [type.toUpperCase(), null, null, null]
    : ["PL/SQL RECORD", "ORDS_METADATA", first.toUpperCase(), second.toUpperCase()];
}

export function codeViews(instance: Instance): ComputedSpec[] {
  const shows =
    (owner: number, name: number) =>
    (row: Row, who: Who): boolean =>
      isVisible(instance, who, String(row[owner]), String(row[name]));
  const routines = (): Routine[] => [
    ...instance.packages.all().flatMap(suppliedRoutines),
    ...instance.stored.all().flatMap(storedRoutines),
  ];
  const packageRows = (): Row[] =>
    [...instance.packages.all(), ...instance.stored.all().filter(({ type }) => type === "PACKAGE")].map(
      ({ owner, name }): Row => [owner, name, null, 0, 0, null, "PACKAGE", "NO", "DEFINER"],
    );
  return [
    ...family({
      name: "PROCEDURES",
      columns: [
        text("OWNER"),
        text("OBJECT_NAME"),
        text("PROCEDURE_NAME"),
        number("OBJECT_ID"),
        number("SUBPROGRAM_ID"),
        text("OVERLOAD", 40),
        text("OBJECT_TYPE", 13),
        text("PIPELINED", 3),
        text("AUTHID", 12),
      ],
      rows: () => [
        ...packageRows(),
        ...routines().map(({ owner, object, type, name, overload }, index): Row => {
          return [owner, object, name, 1, index + 1, overload === null ? null : String(overload), type, "NO", "DEFINER"]; // prettier-ignore
        }),
      ],
      shows: shows(0, 1),
    }),
    ...family({
      name: "ARGUMENTS",
      columns: [
        text("OWNER"),
        text("PACKAGE_NAME"),
        text("OBJECT_NAME"),
        text("OVERLOAD", 40),
        text("ARGUMENT_NAME"),
        number("POSITION"),
        number("SEQUENCE"),
        number("DATA_LEVEL"),
        text("DATA_TYPE", 30),
        text("TYPE_OWNER"),
        text("TYPE_NAME"),
        text("TYPE_SUBNAME"),
        text("IN_OUT", 9),
        text("DEFAULTED", 1),
      ],
      rows: () =>
        routines().flatMap(({ owner, object, name, overload, args }) => {
          const first = args[0]?.name === null ? 0 : 1;
          return args.map((argument, index): Row => [
            owner,
            name === null ? null : object,
            name ?? object,
            overload === null ? null : String(overload),
            argument.name,
            index + first,
            index + 1,
            0,
            ...typeColumns(argument.type),
            argument.mode,
            argument.defaulted ? "Y" : "N",
          ]);
        }),
      shows: (row, who) => isVisible(instance, who, String(row[0]), String(row[1] ?? row[2])),
    }),
    ...family({
      name: "SOURCE",
      columns: [text("OWNER"), text("NAME"), text("TYPE", 12), number("LINE"), text("TEXT", 4000)],
      rows: () =>
        instance.stored
          .all()
          .flatMap((unit) =>
            sourceLines(unit).map((line, index): Row => [unit.owner, unit.name, unit.type, index + 1, line]),
          ),
      shows: shows(0, 1),
    }),
    ...family({
      name: "ERRORS",
      columns: [
        text("OWNER"),
        text("NAME"),
        text("TYPE", 12),
        number("SEQUENCE"),
        number("LINE"),
        number("POSITION"),
        text("TEXT", 4000),
        text("ATTRIBUTE", 9),
        number("MESSAGE_NUMBER"),
      ],
      rows: () =>
        instance.stored.all().flatMap(({ owner, name, type, errors }) =>
          errors.map(({ sequence, line, position, text: message }): Row => {
            const code = /^[A-Z/]+-(\d+)/.exec(message)?.[1];
            return [owner, name, type, sequence, line, position, message, "ERROR", code === undefined ? 0 : Number(code)]; // prettier-ignore
          }),
        ),
      shows: shows(0, 1),
    }),
    ...family({
      name: "TRIGGERS",
      columns: [
        text("OWNER"),
        text("TRIGGER_NAME"),
        text("TRIGGER_TYPE", 16),
        text("TABLE_NAME"),
        text("STATUS", 8),
        clob("TRIGGER_BODY"),
      ],
      rows: () =>
        instance.stored
          .all()
          .flatMap(({ owner, name, unit, enabled, source }): Row[] =>
            unit?.kind === "trigger"
              ? [
                  [
                    owner,
                    name,
                    `${unit.timing.toUpperCase()}${unit.eachRow ? " EACH ROW" : " STATEMENT"}`,
                    unit.table.at(-1)!.name,
                    enabled ? "ENABLED" : "DISABLED",
                    source.text.slice(unit.body.pos),
                  ],
                ]
              : [],
          ),
      shows: () => false,
    }),
    ...family({
      name: "TYPES",
      columns: [text("OWNER"), text("TYPE_NAME"), text("TYPECODE"), date("LAST_DDL_TIME")],
      rows: () =>
        instance.stored
          .all()
          .filter(({ type }) => type === "TYPE")
          .map(({ owner, name, changed }): Row => {
            const type = instance.stored.types.get(`${owner}.${name}`);
            return [owner, name, type?.kind === "collection" ? "COLLECTION" : "OBJECT", changed];
          }),
      shows: shows(0, 1),
    }),
  ];
}
