import { assemble, metadataViews } from "./assembly";
import type { Assembled, MetadataRow, MetadataRows, MetadataView } from "./assembly";
import type { Client, Metadata, Schema } from "./metadata";

/** Where the metadata comes from: the rows of ORDS's views, of all schemas and as committed. */
export interface MetadataSource {
  /** Another after each commit that may have changed a row. */
  revision(): number;
  /** Each row with a SCHEMA_ID, where it belongs to a schema, whatever the view shows to users. */
  read(view: MetadataView): Promise<readonly MetadataRow[]>;
  /** Whether a secret is in one of the client's slots; the id is that of the row. */
  verifySecret(client: string, secret: string): boolean;
  /** Grows when the client's sessions are revoked. */
  sessions(client: string): number;
}

/** Metadata put together from the views, again when something has changed. */
export class ViewMetadata implements Metadata {
  readonly #source: MetadataSource;
  #known:
    { readonly revision: number; readonly schemas: Promise<ReadonlyMap<string, Assembled>> } | undefined;

  constructor(source: MetadataSource) {
    this.#source = source;
  }

  async schema(alias: string): Promise<Schema | undefined> {
    return (await this.#schemas()).get(alias)?.schema;
  }

  async client({ alias }: Schema, clientId: string): Promise<Client | undefined> {
    const row = (await this.#schemas()).get(alias)?.clients.find((client) => client.clientId === clientId);
    if (row === undefined) return undefined;
    return {
      ...row,
      sessions: this.#source.sessions(row.id),
      verify: (secret) => this.#source.verifySecret(row.id, secret),
    };
  }

  #schemas(): Promise<ReadonlyMap<string, Assembled>> {
    const revision = this.#source.revision();
    if (this.#known?.revision !== revision) {
      const known = { revision, schemas: this.#read() };
      this.#known = known;
      known.schemas.catch(() => {
        if (this.#known === known) this.#known = undefined;
      });
    }
    return this.#known.schemas;
  }

  async #read(): Promise<ReadonlyMap<string, Assembled>> {
    const rows: [MetadataView, readonly MetadataRow[]][] = [];
    for (const view of metadataViews) rows.push([view, await this.#source.read(view)]);
    return assemble(Object.fromEntries(rows) as MetadataRows);
  }
}
