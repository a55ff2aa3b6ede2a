import { metadataViews } from "../http/assembly";
import type { MetadataRow, MetadataView } from "../http/assembly";
import type { MetadataSource } from "../http/views";
import type { Store, StoredRow, Transaction } from "../store";
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
    read: (view) => Promise.resolve(viewRows(committed, view, version)),
    verifySecret: (id, secret) => {
      const row = client(id);
      return row !== undefined && isSecretOf(row, secret);
    },
    sessions: (id) => Number(client(id)?.values.SESSIONS ?? 0),
  };
}

type Joined = ReadonlyMap<string, StoredRow["values"]>;

/** The rows of a view of all schemas, each with its SCHEMA_ID. */
export function viewRows(transaction: Transaction, name: MetadataView, version: string): MetadataRow[] {
  const view = viewTable[name];
  if (view === undefined || !metadataViews.includes(name)) return [];
  const columns = [...columnsOf(view, version), schemaId(view)];
  return joined(transaction, view).map((row) =>
    Object.fromEntries(columns.map(({ name: as, alias, column }) => [as, row.get(alias)?.[column] ?? null])),
  );
}

function schemaId(view: ViewRow): { name: string; alias: string; column: string } {
  const [alias = "", column = ""] = schemaColumn(view).toUpperCase().split(".");
  return { name: "SCHEMA_ID", alias, column };
}

function joined(transaction: Transaction, view: ViewRow): Joined[] {
  const paths = new Map([...tablesByAlias(view)].map(([alias, table]) => [alias, `${owner}.${table}`]));
  const first = view.from.toUpperCase().split(" ")[1]!;
  let rows: Joined[] = transaction.rows(paths.get(first)!).map(({ values }) => new Map([[first, values]]));
  for (const { table, on, equals, optional } of view.joins ?? []) {
    const alias = table.toUpperCase().split(" ")[1]!;
    const [, key = ""] = on.toUpperCase().split(".");
    const [from = "", column = ""] = equals.toUpperCase().split(".");
    const byKey = new Map(
      transaction.rows(paths.get(alias)!).map(({ values }) => [values[key] ?? null, values]),
    );
    rows = rows.flatMap((row) => {
      const found = byKey.get(row.get(from)?.[column] ?? null);
      if (found === undefined) return optional === true ? [row] : [];
      return [new Map([...row, [alias, found]])];
    });
  }
  return rows;
}
