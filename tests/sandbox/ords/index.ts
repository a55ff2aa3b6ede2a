import type { MetadataSource } from "../http/views";
import type { PackageSpec } from "../plsql/catalogue";
import type { ComputedSpec, Store, TableSpec, ViewSpec } from "../store";
import { metadataSource } from "./metadata";
import { packageSpecs } from "./packages";
import { releases } from "./releases";
import { dropSchema } from "./schemas";
import { switchValues } from "./switches";
import { builtInRoles, T, tables } from "./tables";
import { unknownViewSpecs, viewSpecs } from "./views";

export { versions } from "./releases";
export { switches } from "./switches";
export { administrator } from "./views";

export interface OrdsOptions {
  /** One of `versions`. */
  readonly version: string;
  /** By name; those left out have their defaults. */
  readonly switches?: Readonly<Record<string, string>>;
  readonly store: Store;
  now(): Date;
  userExists(name: string): boolean;
  /** Whether there is a table, view or unit of that name. */
  objectExists(owner: string, name: string): boolean;
}

/** ORDS as it is installed in a database. */
export interface OrdsRoom {
  readonly packages: readonly PackageSpec[];
  readonly tables: readonly TableSpec[];
  readonly views: readonly ViewSpec[];
  readonly computed: readonly ComputedSpec[];
  /** For ORDS over HTTP. */
  readonly metadata: MetadataSource;
  /** To be called when a user has been dropped. */
  readonly userDropped: (name: string) => Promise<void>;
}

/** Makes ORDS's tables in the store, with what an installation puts into them, and the packages and views over them. */
export async function installOrds({ switches = {}, ...options }: OrdsOptions): Promise<OrdsRoom> {
  const { store, version } = options;
  for (const table of tables) store.createTable(table);
  await seed(store, version);
  const values = switchValues(switches);
  return {
    packages: packageSpecs({ ...options, switches: values }),
    tables,
    views: viewSpecs(version),
    computed: unknownViewSpecs(version),
    metadata: metadataSource(store, version),
    userDropped: (name) => (values.droppedUser === "cleared" ? forget(store, name) : Promise.resolve()),
  };
}

async function forget(store: Store, schema: string): Promise<void> {
  const transaction = store.begin({ signal: () => undefined });
  const row = transaction.row(T.schemas, { PARSING_SCHEMA: schema });
  if (row !== undefined) await dropSchema(transaction, row);
  transaction.commit();
}

async function seed(store: Store, version: string): Promise<void> {
  const transaction = store.begin({ signal: () => undefined });
  await transaction.insert(T.version, {
    VERSION: releases[version] ?? null,
    STATUS: "INSTALLED",
  });
  for (const NAME of builtInRoles) await transaction.insert(T.roles, { ID: store.nextId(), NAME });
  transaction.commit();
}
