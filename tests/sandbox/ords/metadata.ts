import { metadataViews } from "../http/assembly";
import type { MetadataRow, MetadataView } from "../http/assembly";
import type { MetadataSource } from "../http/views";
import type { Matching, Store, StoredRow, StoredValue, Transaction } from "../store";
import { isSecretOf } from "./secrets";
import { owner, T, tables } from "./tables";
import { columnsOf, schemaColumn, tablesByAlias } from "./views";
import { viewTable } from "./viewTable";
import type { ViewRow } from "./viewTable";

/** What ORDS over HTTP reads: rows of the views, as committed, straight from the tables. */
export function metadataSource(store: Store, version: string): MetadataSource {
  // It never writes, so it sees what is committed.
  const committed = store.begin({ signal: () => undefined });
  let seen = -1;
  let revision = 0;
  const client = (id: string): StoredRow | undefined => committed.row(T.clients, { ID: Number(id) });
  return {
    revision: () => {
      // What handlers write into other tables changes nothing here.
      if (store.revision !== seen) {
        seen = store.revision;
        revision = tables.reduce((sum, table) => sum + store.revisionOf(owner, table.name), 0);
      }
      return revision;
    },
    revisionOf: (view) => revisionOf(store, view),
    read: (view, column, value) =>
      viewRows(committed, view, version, column === undefined ? undefined : { column, value }),
    verifySecret: (id, secret) => {
      const row = client(id);
      return row !== undefined && isSecretOf(row, secret);
    },
    sessions: (id) => Number(client(id)?.values.SESSIONS ?? 0),
  };
}

type Joined = ReadonlyMap<string, StoredRow["values"]>;

/** Of the tables that a view shows. */
function revisionOf(store: Store, name: MetadataView): number {
  const view = viewTable[name];
  if (view === undefined) return 0;
  return [...tablesByAlias(view).values()].reduce((sum, table) => sum + store.revisionOf(owner, table), 0);
}

interface Wanted {
  readonly column: string;
  readonly value: unknown;
}

/** The rows of a view of all schemas, each with its SCHEMA_ID; only those whose column has a value, where one is given. */
export function viewRows(
  transaction: Transaction,
  name: MetadataView,
  version: string,
  wanted?: Wanted,
): MetadataRow[] {
  const view = viewTable[name];
  if (view === undefined || !metadataViews.includes(name)) return [];
  const columns = [...columnsOf(view, version), schemaId(view)];
  const source = columns.find(({ name: as }) => as === wanted?.column);
  const first = view.from.toUpperCase().split(" ")[1]!;
  const matching: Matching =
    wanted !== undefined && source?.alias === first ? { [source.column]: wanted.value as StoredValue } : {};
  return joined(transaction, view, matching)
    .map((row) =>
      Object.fromEntries(
        columns.map(({ name: as, alias, column }) => [as, row.get(alias)?.[column] ?? null]),
      ),
    )
    .filter((row) => wanted === undefined || row[wanted.column] === wanted.value);
}

function schemaId(view: ViewRow): { name: string; alias: string; column: string } {
  const [alias = "", column = ""] = schemaColumn(view).toUpperCase().split(".");
  return { name: "SCHEMA_ID", alias, column };
}

/** From so many rows on, a table that is joined is read as a whole. */
const manyRows = 20;

function joined(transaction: Transaction, view: ViewRow, matching: Matching): Joined[] {
  const paths = new Map([...tablesByAlias(view)].map(([alias, table]) => [alias, `${owner}.${table}`]));
  const first = view.from.toUpperCase().split(" ")[1]!;
  let rows: Joined[] = transaction
    .rows(paths.get(first)!, matching)
    .map(({ values }) => new Map([[first, values]]));
  for (const { table, on, equals, optional } of view.joins ?? []) {
    const alias = table.toUpperCase().split(" ")[1]!;
    const [, key = ""] = on.toUpperCase().split(".");
    const [from = "", column = ""] = equals.toUpperCase().split(".");
    const path = paths.get(alias)!;
    const byKey =
      rows.length < manyRows
        ? undefined
        : new Map(transaction.rows(path).map(({ values }) => [values[key] ?? null, values]));
    rows = rows.flatMap((row) => {
      const wanted = row.get(from)?.[column] ?? null;
      const found =
        byKey === undefined ? transaction.row(path, { [key]: wanted })?.values : byKey.get(wanted);
      if (found === undefined) return optional === true ? [row] : [];
      return [new Map([...row, [alias, found]])];
    });
  }
  return rows;
}
