import { lineAndColumn } from "../lang/text";
import type { Unit } from "../lang/ast";
import type { Source } from "./frame";
import type { Type } from "./types";
import type { LoadedUnit } from "./compile/load";

export type UnitType = "PROCEDURE" | "FUNCTION" | "PACKAGE" | "PACKAGE BODY" | "TRIGGER" | "TYPE";

/** A row of USER_ERRORS. */
export interface UnitError {
  readonly sequence: number;
  readonly line: number;
  readonly position: number;
  readonly text: string;
}

/** A procedure, function, package, package body or trigger that somebody created. */
export interface StoredUnit {
  readonly owner: string;
  readonly name: string;
  readonly type: UnitType;
  readonly source: Source;
  /** Undefined where the text is not understood, and for types. */
  readonly unit: Unit | undefined;
  readonly created: Date;
  changed: Date;
  /** Another with each CREATE OR REPLACE: sessions that hold state of an older one lose it (ORA-04068). */
  readonly version: number;
  /** What was wrong when it was compiled last. It is INVALID where there is any. */
  errors: readonly UnitError[];
  /** ALTER TRIGGER ... DISABLE. */
  enabled: boolean;
}

/** All stored PL/SQL of a database. */
export class StoredUnits {
  readonly #units = new Map<string, StoredUnit>();
  /** What CREATE TYPE made, by `OWNER.NAME`. */
  readonly types = new Map<string, Type>();
  /** What synonyms stand for, by `OWNER.NAME`; the owner of public ones is PUBLIC. */
  readonly synonyms = new Map<string, { readonly owner: string; readonly name: string }>();
  /** What was made of procedures, functions, packages and triggers, by `OWNER.NAME`; of triggers by `OWNER.NAME trigger`. */
  readonly loaded = new Map<string, LoadedUnit>();
  /** Grows with each change of an object or of a right: what was compiled before may be out of date. */
  generation = 0;

  /** A package body is found by its type only, a trigger too: both share names with other units. */
  find(owner: string, name: string, type?: UnitType): StoredUnit | undefined {
    return this.#units.get(keyOf(owner, name, type));
  }

  /** As a session names it: in its schema, with an owner, by a synonym. */
  resolve(schema: string, name: string): StoredUnit | undefined {
    const own = this.find(schema, name);
    if (own !== undefined) return own;
    const synonym = this.synonyms.get(`${schema}.${name}`) ?? this.synonyms.get(`PUBLIC.${name}`);
    return synonym === undefined ? undefined : this.find(synonym.owner, synonym.name);
  }

  put(unit: StoredUnit): void {
    this.generation++;
    this.#units.set(keyOf(unit.owner, unit.name, unit.type), unit);
  }

  remove({ owner, name, type }: Pick<StoredUnit, "owner" | "name" | "type">): boolean {
    this.generation++;
    return this.#units.delete(keyOf(owner, name, type));
  }

  /** With DROP USER. */
  removeOwner(owner: string): void {
    this.generation++;
    for (const [key, unit] of this.#units) if (unit.owner === owner) this.#units.delete(key);
    for (const key of this.types.keys()) if (key.startsWith(`${owner}.`)) this.types.delete(key);
  }

  all(): StoredUnit[] {
    return [...this.#units.values()];
  }

  /** Enabled triggers of a table in the order they were made. */
  triggers(owner: string, table: string): StoredUnit[] {
    return this.all().filter(({ unit, enabled, errors, owner: own }) => {
      if (unit?.kind !== "trigger" || !enabled || errors.length > 0) return false;
      const [first, second] = unit.table;
      const [of, name] = second === undefined ? [own, first!.name] : [first!.name, second.name];
      return of === owner && name === table;
    });
  }
}

function keyOf(owner: string, name: string, type?: UnitType): string {
  const space = type === "PACKAGE BODY" ? " body" : type === "TRIGGER" ? " trigger" : "";
  return `${owner}.${name}${space}`;
}

/** Lines as USER_SOURCE has them: the first begins with the word after CREATE OR REPLACE. */
export function sourceLines({ source }: StoredUnit): string[] {
  const lines = source.text.slice(source.start ?? 0).split("\n");
  return lines.map((line, index) => (index < lines.length - 1 ? `${line}\n` : line));
}

export function placeIn({ text, start = 0 }: Source, pos: number): { line: number; column: number } {
  return start === 0 ? lineAndColumn(text, pos) : lineAndColumn(text.slice(start), Math.max(0, pos - start));
}
