import type { Path } from "../lang/ast";
import type { Variables } from "../plsql/sql";
import type { SqlCatalogue } from "./catalogue";
import type { SqlSession } from "./session";

interface Entry {
  readonly generation: number;
  readonly result: unknown;
  /** Names that are no columns, and whether there was a variable of that name. */
  readonly asked: readonly { readonly path: Path; readonly found: boolean }[];
}

const textsKept = 1000;
/** Longer ones have long literals, which seldom come again. */
const longestText = 50_000;

/** Keeps what was made of a statement for a user, until a definition changes. */
export class TranslationCache {
  readonly #byTree = new WeakMap<object, Map<string, Entry>>();
  /** PL/SQL makes another tree of the same statement each time it compiles a block. */
  readonly #byText = new Map<string, Entry>();

  /** `purpose` tells apart what is made of the same statement. */
  get<Result>(
    catalogue: SqlCatalogue,
    session: SqlSession,
    statement: object,
    purpose: string,
    variables: Variables,
    make: (variables: Variables) => Result,
  ): Result {
    let entries = this.#byTree.get(statement);
    if (entries === undefined) this.#byTree.set(statement, (entries = new Map<string, Entry>()));
    const key = [session.rights ?? session.user, session.user, session.currentSchema, purpose].join(" ");
    const { generation } = catalogue;
    const known = entries.get(key);
    // Whoever asks under the same key gets what it made itself.
    if (known?.generation === generation) return known.result as Result;
    const text = key + JSON.stringify(statement);
    const same = this.#byText.get(text);
    if (
      same?.generation === generation &&
      same.asked.every(({ path, found }) => isVariable(variables, path) === found)
    ) {
      entries.set(key, same);
      return same.result as Result;
    }
    const asked: { path: Path; found: boolean }[] = [];
    const result = make({
      value: (path) => {
        const value = variables.value(path);
        asked.push({ path, found: value !== undefined });
        return value;
      },
      bind: (name) => variables.bind(name),
    });
    const entry: Entry = { generation, result, asked };
    entries.set(key, entry);
    if (text.length > longestText) return result;
    this.#byText.delete(text);
    this.#byText.set(text, entry);
    if (this.#byText.size > textsKept) this.#byText.delete(this.#byText.keys().next().value!);
    return result;
  }
}

function isVariable(variables: Variables, path: Path): boolean {
  return variables.value(path) !== undefined;
}
