import type { Client, Metadata, Schema } from "./metadata";

/** Keeps what it has read for a while, as ORDS does for a second (fact 5). */
export class CachedMetadata implements Metadata {
  readonly #source: Metadata;
  readonly #lifetime: number;
  readonly #now: () => number;
  readonly #schemas = new Map<
    string,
    { readonly read: number; readonly schema: Promise<Schema | undefined> }
  >();

  /** @param lifetime in milliseconds */
  constructor(source: Metadata, lifetime: number, now: () => number = Date.now) {
    this.#source = source;
    this.#lifetime = lifetime;
    this.#now = now;
  }

  schema(alias: string): Promise<Schema | undefined> {
    const known = this.#schemas.get(alias);
    if (known !== undefined && this.#now() - known.read < this.#lifetime) return known.schema;
    const schema = this.#source.schema(alias);
    this.#schemas.set(alias, { read: this.#now(), schema });
    // Aliases come from whoever sends requests: only those that exist are kept, and no failure is.
    schema.then(
      (found) => found ?? this.#schemas.delete(alias),
      () => this.#schemas.delete(alias),
    );
    return schema;
  }

  client(schema: Schema, clientId: string): Promise<Client | undefined> {
    return this.#source.client(schema, clientId);
  }
}
