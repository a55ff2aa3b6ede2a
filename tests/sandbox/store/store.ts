import type { Store, StoreOptions, TableSpec, TransactionOptions } from ".";
import { Sqlite } from "./sqlite";
import { StoredTransaction } from "./transaction";
import { Versions } from "./versions";

/** All rows of a database, in one SQLite. */
export class SqliteStore implements Store {
  readonly versions: Versions;
  #id = 0;

  private constructor(
    readonly sqlite: Sqlite,
    { release = 23 }: StoreOptions,
  ) {
    this.versions = new Versions(sqlite, release >= 23);
  }

  static async open(options: StoreOptions): Promise<SqliteStore> {
    return new SqliteStore(await Sqlite.open(), options);
  }

  get definitions(): number {
    return this.versions.definitions;
  }

  get revision(): number {
    return this.versions.revision;
  }

  revisionOf(owner: string, name: string): number {
    return this.versions.find(`${owner}.${name}`)?.revision ?? 0;
  }

  createTable(spec: TableSpec): void {
    this.versions.create(spec);
  }

  dropTable(owner: string, name: string): boolean {
    return this.versions.drop(`${owner}.${name}`);
  }

  table(owner: string, name: string): TableSpec | undefined {
    return this.versions.find(`${owner}.${name}`)?.spec;
  }

  tables(): TableSpec[] {
    return this.versions.all().map(({ spec }) => spec);
  }

  begin(options: TransactionOptions): StoredTransaction {
    return new StoredTransaction(this.versions, options);
  }

  nextId(): number {
    return ++this.#id;
  }

  close(): void {
    this.sqlite.close();
  }
}
