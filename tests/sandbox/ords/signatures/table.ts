/** Name, type, default (a PL/SQL expression; the parameter is required where there is none) and first release. */
export type ParameterRow = readonly [name: string, type: string, initial?: string, since?: string];

export interface OverloadRow {
  readonly params: readonly ParameterRow[];
  /** A function has a type. */
  readonly returns?: string;
}

export interface SubprogramRow {
  /** The first release that has it. */
  readonly since?: string;
  /** Nobody was seen to call it: it is there only when a switch says so. */
  readonly unproven?: true;
  readonly overloads: readonly OverloadRow[];
}

/** The signatures of a package, as documentation and public code show them. All parameters are IN. */
export interface PackageTable {
  readonly name: string;
  readonly since?: string;
  /** The release that documentation says it is gone from. */
  readonly until?: string;
  /** By name in upper case. */
  readonly subprograms: Readonly<Record<string, SubprogramRow>>;
  /** Texts by name in upper case. */
  readonly constants?: Readonly<Record<string, string>>;
}
