import type { Unit } from "../lang/ast";
import type { Source } from "./frame";
import type { Type } from "./types";

/** A procedure, function or package that somebody created. */
export interface StoredUnit {
  readonly owner: string;
  readonly name: string;
  readonly source: Source;
  readonly unit: Unit;
  readonly body: { readonly source: Source; readonly unit: Unit } | undefined;
  valid: boolean;
}

/** All stored PL/SQL of a database. */
export class StoredUnits {
  readonly #units = new Map<string, StoredUnit>();
  /** What CREATE TYPE made, by `OWNER.NAME`. */
  readonly types = new Map<string, Type>();
  /** Grows with each change: what was compiled before may be out of date. */
  generation = 0;

  find(owner: string, name: string): StoredUnit | undefined {
    return this.#units.get(`${owner}.${name}`);
  }

  put(unit: StoredUnit): void {
    this.generation++;
    this.#units.set(`${unit.owner}.${unit.name}`, unit);
  }

  remove(owner: string, name: string): boolean {
    this.generation++;
    return this.#units.delete(`${owner}.${name}`);
  }

  all(): StoredUnit[] {
    return [...this.#units.values()];
  }
}
