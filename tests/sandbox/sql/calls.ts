import type { Path } from "../lang/ast";
import type { Value } from "../plsql/catalogue";
import { invalidIdentifier } from "./problems";
import type { SqlSession } from "./session";

interface Asked {
  readonly path: Path;
  readonly names: readonly (string | undefined)[];
  readonly args: readonly Value[];
}

/**
 * Calls of PL/SQL's functions in a statement. They may have to wait, and SQLite cannot: so the statement runs with nulls for
 * what is not known yet, then that is computed, and the statement runs again until nothing was missing.
 */
export class Calls {
  readonly #known = new Map<string, Value>();
  readonly #missing = new Map<string, Asked>();

  look(path: Path, names: readonly (string | undefined)[], args: readonly Value[]): Value {
    const key = JSON.stringify([path.map(({ name }) => name), names, args]);
    if (this.#known.has(key)) return this.#known.get(key)!;
    this.#missing.set(key, { path, names, args });
    return null;
  }

  /** Whether something was missing and is known now. */
  async complete(session: SqlSession): Promise<boolean> {
    if (this.#missing.size === 0) return false;
    for (const [key, { path, names, args }] of [...this.#missing]) {
      const found = session.function(path);
      if (found === undefined) throw invalidIdentifier(path);
      this.#known.set(key, await found.call(args, names));
    }
    this.#missing.clear();
    return true;
  }

  get missing(): boolean {
    return this.#missing.size > 0;
  }
}
