import type { MetadataSource } from "../http/views";
import type { PackageSpec } from "../plsql/catalogue";
import type { ComputedSpec, Store, TableSpec, ViewSpec } from "../store";
import { metadataSource } from "./metadata";
import { packageSpecs } from "./packages";
import { releases } from "./releases";
import { switchValues } from "./switches";
import { builtInRoles, owner, tables } from "./tables";
import { unknownViewSpecs, viewSpecs } from "./views";

export { versions } from "./releases";
export { switches, switchTable } from "./switches";
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
}

/** Makes ORDS's tables in the store, with what an installation puts into them, and the packages and views over them. */
export async function installOrds({ switches = {}, ...options }: OrdsOptions): Promise<OrdsRoom> {
  const { store, version } = options;
  for (const table of tables) store.createTable(table);
  await seed(store, version);
  return {
    packages: packageSpecs({ ...options, switches: switchValues(switches) }),
    tables,
    views: viewSpecs(version),
    computed: unknownViewSpecs(version),
    metadata: metadataSource(store, version),
  };
}

async function seed(store: Store, version: string): Promise<void> {
  const transaction = store.begin({ signal: () => undefined });
  await transaction.insert(`${owner}.ORDS_VERSION`, {
    VERSION: releases[version] ?? null,
    STATUS: "INSTALLED",
  });
  for (const NAME of builtInRoles)
    await transaction.insert(`${owner}.SEC_ROLES`, { ID: store.nextId(), NAME });
  transaction.commit();
}
