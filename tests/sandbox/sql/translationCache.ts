import type { SqlCatalogue } from "./catalogue";
import type { SqlSession } from "./session";

interface Entry {
  readonly generation: number;
  readonly result: unknown;
}

/** Keeps what was made of a statement for a user, until a definition changes. */
export class TranslationCache {
  readonly #entries = new WeakMap<object, Map<string, Entry>>();

  /** `purpose` tells apart what is made of the same statement. */
  get<Result>(
    catalogue: SqlCatalogue,
    session: SqlSession,
    statement: object,
    purpose: string,
    make: () => Result,
  ): Result {
    let entries = this.#entries.get(statement);
    if (entries === undefined) this.#entries.set(statement, (entries = new Map<string, Entry>()));
    const key = [session.rights ?? session.user, session.user, session.currentSchema, purpose].join(" ");
    const { generation } = catalogue;
    const known = entries.get(key);
    // Whoever asks under the same key gets what it made itself.
    if (known?.generation === generation) return known.result as Result;
    const result = make();
    entries.set(key, { generation, result });
    return result;
  }
}
