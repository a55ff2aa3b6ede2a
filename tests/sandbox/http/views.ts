import { clientOf, schemaOf } from "./assembly";
import type { MetadataRow, MetadataView, ReadRows } from "./assembly";
import type { Client, Metadata, Schema } from "./metadata";

/** Where the metadata comes from: the rows of ORDS's views, of all schemas and as committed. */
export interface MetadataSource {
  /** Another after each commit that may have changed a row. */
  revision(): number;
  /** The same for the rows of one view. */
  revisionOf(view: MetadataView): number;
  /**
   * Rows whose column has a value; all rows without one. Each has a SCHEMA_ID, where it belongs to a schema, whatever the
   * view shows to users.
   */
  read(view: MetadataView, column?: string, value?: unknown): readonly MetadataRow[];
  /** Whether a secret is in one of the client's slots; the id is that of the row. */
  verifySecret(client: string, secret: string): boolean;
  /** Grows when the client's sessions are revoked. */
  sessions(client: string): number;
}

/** Metadata put together from the views as far as it is asked for, again when something has changed. */
export class ViewMetadata implements Metadata {
  readonly #source: MetadataSource;
  readonly #rows: ReadRows;
  #known = { revision: NaN, schemas: new Map<string, Schema>() };

  constructor(source: MetadataSource) {
    this.#source = source;
    this.#rows = cached(source);
  }

  schema(alias: string): Promise<Schema | undefined> {
    return new Promise((resolve) => resolve(this.#schemas().get(alias)));
  }

  client(schema: Schema, clientId: string): Promise<Client | undefined> {
    return new Promise((resolve) => {
      const found = clientOf(schema.id, clientId, this.#rows);
      if (found === undefined) {
        resolve(undefined);
        return;
      }
      resolve({
        ...found,
        sessions: this.#source.sessions(found.id),
        verify: (secret) => this.#source.verifySecret(found.id, secret),
      });
    });
  }

  #schemas(): ReadonlyMap<string, Schema> {
    const revision = this.#source.revision();
    if (this.#known.revision !== revision) {
      const enabled = this.#rows("SCHEMAS").filter((row) => row.STATUS === "ENABLED");
      const schemas = enabled.map((row) => schemaOf(row, this.#rows));
      this.#known = { revision, schemas: new Map(schemas.map((schema) => [schema.alias, schema])) };
    }
    return this.#known.schemas;
  }
}

/** Keeps the rows of a view as long as it does not change. */
function cached(source: MetadataSource): ReadRows {
  const views = new Map<MetadataView, { revision: number; rows: Map<string, readonly MetadataRow[]> }>();
  return (view, column, value) => {
    const revision = source.revisionOf(view);
    let known = views.get(view);
    if (known?.revision !== revision) views.set(view, (known = { revision, rows: new Map() }));
    const key = column === undefined ? "" : `${column}=${String(value)}`;
    let rows = known.rows.get(key);
    if (rows === undefined) {
      rows = source.read(view, column, value);
      // Values come from whoever sends requests: what is not there is not kept.
      if (column === undefined || rows.length > 0) known.rows.set(key, rows);
    }
    return rows;
  };
}
