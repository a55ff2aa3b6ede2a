import type { ComputedSpec, Store, ViewSpec } from "../store";
import type { SequenceOptions } from "../lang/ast";
import { SqliteStore } from "../store/store";
import { Functions } from "./functions";
import type { ForeignKey, IndexSpec, TableRules } from "./rules";
import { Sequence } from "./sequence";
import { TranslationCache } from "./translationCache";

/** What a name stands for when it is used in FROM. */
export type View = { readonly kind: "view"; readonly spec: ViewSpec } | { readonly kind: "computed"; readonly spec: ComputedSpec }; // prettier-ignore

export interface ObjectName {
  readonly owner: string;
  readonly name: string;
}

/** Views, synonyms and sequences of one database, for all its sessions. Tables are in the store. */
export class SqlCatalogue {
  readonly #views = new Map<string, View>();
  readonly #synonyms = new Map<string, ObjectName>();
  readonly #sequences = new Map<string, Sequence>();
  readonly #comments = new Map<string, string>();
  readonly #rules = new Map<string, TableRules>();
  readonly #indexes = new Map<string, IndexSpec>();
  #constraints = 8200;
  /** Translated statements by their syntax trees. */
  readonly translations = new TranslationCache();
  readonly sqliteStore: SqliteStore;
  readonly functions: Functions;
  #generation = 0;

  constructor(readonly store: Store) {
    if (!(store instanceof SqliteStore))
      throw new TypeError("SQL runs on the store that openStore opens only.");
    this.sqliteStore = store;
    this.functions = new Functions(store.sqlite);
  }

  /** To be called when users, roles or rights change. */
  forget(): void {
    this.#generation++;
  }

  /** Grows with each change: what was translated before may be out of date. */
  get generation(): number {
    return this.#generation + this.store.definitions;
  }

  /** A view of ORDS or of the dictionary has a public synonym, one that a user made has none. */
  addView(spec: ViewSpec, { synonym = true }: { synonym?: boolean } = {}): void {
    this.#add(spec, { kind: "view", spec }, synonym);
  }

  addComputed(spec: ComputedSpec, { synonym = true }: { synonym?: boolean } = {}): void {
    this.#add(spec, { kind: "computed", spec }, synonym);
  }

  #add(name: ObjectName, view: View, synonym: boolean): void {
    this.#generation++;
    this.#views.set(key(name), view);
    if (synonym) this.#synonyms.set(key({ owner: "PUBLIC", name: name.name }), name);
  }

  view(owner: string, name: string): View | undefined {
    return this.#views.get(key({ owner, name }));
  }

  dropView(owner: string, name: string): boolean {
    this.#generation++;
    return this.#views.delete(key({ owner, name }));
  }

  views(): View[] {
    return [...this.#views.values()];
  }

  /** `owner` is PUBLIC for a public one. */
  addSynonym(owner: string, name: string, of: ObjectName): void {
    this.#generation++;
    this.#synonyms.set(key({ owner, name }), of);
  }

  dropSynonym(owner: string, name: string): boolean {
    this.#generation++;
    return this.#synonyms.delete(key({ owner, name }));
  }

  synonym(owner: string, name: string): ObjectName | undefined {
    return this.#synonyms.get(key({ owner, name }));
  }

  synonyms(): { readonly owner: string; readonly name: string; readonly of: ObjectName }[] {
    return [...this.#synonyms].map(([path, of]) => {
      const dot = path.indexOf(".");
      return { owner: path.slice(0, dot), name: path.slice(dot + 1), of };
    });
  }

  addSequence(owner: string, name: string, options: SequenceOptions): void {
    this.#generation++;
    this.#sequences.set(key({ owner, name }), new Sequence(owner, name, options));
  }

  sequence(owner: string, name: string): Sequence | undefined {
    return this.#sequences.get(key({ owner, name }));
  }

  dropSequence(owner: string, name: string): boolean {
    this.#generation++;
    return this.#sequences.delete(key({ owner, name }));
  }

  sequences(): Sequence[] {
    return [...this.#sequences.values()];
  }

  /** Undefined for a table without any. */
  rules(owner: string, name: string): TableRules | undefined {
    return this.#rules.get(key({ owner, name }));
  }

  setRules(owner: string, name: string, rules: TableRules): void {
    this.#generation++;
    this.#rules.set(key({ owner, name }), rules);
  }

  /** Foreign keys of all tables with the tables that have them. */
  *foreignKeys(): Generator<{ readonly of: ObjectName; readonly key: ForeignKey }> {
    for (const { owner, name } of this.store.tables()) {
      const rules = this.rules(owner, name);
      for (const one of rules?.foreignKeys ?? []) {
        if (!rules!.disabled.has(one.name)) yield { of: { owner, name }, key: one };
      }
    }
  }

  addIndex(index: IndexSpec): void {
    this.#indexes.set(key(index), index);
  }

  index(owner: string, name: string): IndexSpec | undefined {
    return this.#indexes.get(key({ owner, name }));
  }

  indexes(): IndexSpec[] {
    return [...this.#indexes.values()];
  }

  dropIndex(owner: string, name: string): boolean {
    return this.#indexes.delete(key({ owner, name }));
  }

  /** What belonged to a table goes with it. */
  tableDropped(table: ObjectName): void {
    this.#generation++;
    this.#rules.delete(key(table));
    for (const [name, index] of [...this.#indexes]) {
      if (key(index.table) === key(table)) this.#indexes.delete(name);
    }
    for (const name of [...this.#comments.keys()]) {
      if (name.startsWith(`${key(table)}.`)) this.#comments.delete(name);
    }
  }

  /** The same under another name. */
  tableRenamed(from: ObjectName, to: ObjectName): void {
    const rules = this.rules(from.owner, from.name);
    const indexes = this.indexes().filter((index) => key(index.table) === key(from));
    const comments = [...this.#comments].filter(([name]) => name.startsWith(`${key(from)}.`));
    this.tableDropped(from);
    if (rules !== undefined) this.setRules(to.owner, to.name, rules);
    for (const index of indexes) this.addIndex({ ...index, table: to });
    for (const [name, text] of comments) this.#comments.set(key(to) + name.slice(key(from).length), text);
  }

  /** A name for a constraint that was given none. */
  constraintName(): string {
    return `SYS_C${String(++this.#constraints).padStart(7, "0")}`;
  }

  /** COMMENT ON; `column` is empty for the table or view itself. */
  setComment(owner: string, name: string, column: string, text: string): void {
    this.#comments.set(`${key({ owner, name })}.${column}`, text);
  }

  comment(owner: string, name: string, column = ""): string | null {
    return this.#comments.get(`${key({ owner, name })}.${column}`) ?? null;
  }
}

function key({ owner, name }: ObjectName): string {
  return `${owner}.${name}`;
}
