import type { ColumnSpec, ComputedSpec, StoredValue } from "../../store";

export type Who = Parameters<ComputedSpec["rows"]>[0];
export type Row = readonly StoredValue[];

export function text(name: string, size = 128): ColumnSpec {
  return { name, type: "VARCHAR2", size };
}

export function number(name: string): ColumnSpec {
  return { name, type: "NUMBER" };
}

export function date(name: string): ColumnSpec {
  return { name, type: "DATE" };
}

export function clob(name: string): ColumnSpec {
  return { name, type: "CLOB" };
}

/** A view of the dictionary, of SYS. */
export function view(
  name: string,
  columns: readonly ColumnSpec[],
  rows: (who: Who) => readonly Row[],
  visibleTo?: ComputedSpec["visibleTo"],
): ComputedSpec {
  return { owner: "SYS", name, columns, rows, ...(visibleTo === undefined ? {} : { visibleTo }) };
}

/** Who may look at everything. */
export function isAdministrator(who: { readonly user: string; hasRole(role: string): boolean }): boolean {
  return who.user === "SYS" || ["DBA", "PDB_DBA", "SELECT_CATALOG_ROLE"].some((role) => who.hasRole(role));
}

interface Family {
  /** After USER_, ALL_ and DBA_. */
  readonly name: string;
  /** Of ALL_ and DBA_: the first is the owner, which USER_ leaves out. */
  readonly columns: readonly ColumnSpec[];
  readonly rows: () => readonly Row[];
  /** Which rows of others ALL_ shows; those of the schema itself it always shows. */
  readonly shows: (row: Row, who: Who) => boolean;
}

/** USER_x, ALL_x and DBA_x. */
export function family({ name, columns, rows, shows }: Family): ComputedSpec[] {
  return [
    view(`USER_${name}`, columns.slice(1), ({ currentSchema }) =>
      rows()
        .filter(([owner]) => owner === currentSchema)
        .map((row) => row.slice(1)),
    ),
    view(`ALL_${name}`, columns, (who) =>
      rows().filter(
        (row) =>
          row[0] === who.user || row[0] === who.currentSchema || isAdministrator(who) || shows(row, who),
      ),
    ),
    view(`DBA_${name}`, columns, rows, isAdministrator),
  ];
}
