/** What ORDS knows of a REST-enabled schema, as far as a request needs it. Only what is committed. */
export interface Schema {
  readonly id: string;
  /** The database schema, in dictionary form. */
  readonly owner: string;
  /** First segment of the path after /ords; case sensitive (fact 36). */
  readonly alias: string;
  /** Protects the metadata catalogue (fact 60). */
  readonly autoRestAuth: boolean;
  /** For modules that have none of their own (fact 53). */
  readonly preHook: string | undefined;
  readonly modules: readonly Module[];
  /** Those with this base path; of a large schema, the others need not be looked at. */
  modulesAt(basePath: string): readonly Module[];
  readonly privileges: readonly Privilege[];
  readonly objects: readonly EnabledObject[];
  readonly jwtProfile: JwtProfile | undefined;
  /** Overrides set by SET_PROPERTY (fact 63). */
  readonly properties: Readonly<Record<string, string>>;
}

export interface Module {
  readonly name: string;
  /** With both slashes (fact 28). */
  readonly basePath: string;
  readonly published: boolean;
  /** 0 turns paging off. */
  readonly itemsPerPage: number;
  /** Empty: any. */
  readonly originsAllowed: readonly string[];
  readonly preHook: string | undefined;
  readonly templates: readonly Template[];
}

export type ETag =
  { readonly kind: "hash" } | { readonly kind: "none" } | { readonly kind: "query"; readonly query: string };

export interface Template {
  /** As given: no leading slash; `.` is the module's root (facts 29, 30). */
  readonly pattern: string;
  /** 0 to 9, the highest wins (fact 45). */
  readonly priority: number;
  readonly etag: ETag;
  readonly handlers: readonly Handler[];
}

export interface Handler {
  readonly method: string;
  readonly sourceType: string;
  readonly source: string;
  /** Undefined: the module's. */
  readonly itemsPerPage: number | undefined;
  /** Empty: any. */
  readonly mimesAllowed: readonly string[];
  readonly parameters: readonly Parameter[];
}

/** Fact 48. */
export type ParameterType = "STRING" | "INT" | "DOUBLE" | "BOOLEAN" | "LONG" | "TIMESTAMP" | "RESULTSET";

export interface Parameter {
  /** In the request or response. */
  readonly name: string;
  /** In the source, without the colon. */
  readonly bind: string;
  readonly source: "HEADER" | "URI" | "RESPONSE";
  readonly access: "IN" | "OUT" | "INOUT";
  readonly type: ParameterType;
}

export interface Privilege {
  readonly name: string;
  /** Empty: whoever can sign in (fact 68). */
  readonly roles: readonly string[];
  /** Relative to the alias, with a leading slash (fact 66). */
  readonly patterns: readonly string[];
  /** Names. */
  readonly modules: readonly string[];
}

export interface EnabledObject {
  readonly name: string;
  readonly alias: string;
  readonly type: string;
  readonly authenticated: boolean;
}

export interface JwtProfile {
  readonly issuer: string;
  readonly audience: string;
  readonly jwkUrl: string;
  /** Seconds. */
  readonly allowedSkew: number;
  /** Seconds since the token was issued; undefined: any. */
  readonly allowedAge: number | undefined;
  /** A JSON pointer; where it is set, roles count instead of scopes (fact 182). */
  readonly roleClaim: string | undefined;
}

export interface Client {
  /** Of the row; a client that is deleted and registered again has another. */
  readonly id: string;
  readonly clientId: string;
  /** authorization_code, implicit or client_credentials (fact 81). */
  readonly grant: string;
  readonly roles: readonly string[];
  /** What a user is asked to approve (fact 93). */
  readonly privileges: readonly string[];
  readonly redirectUri: string | undefined;
  /** Seconds (fact 96); undefined is the instance's default. */
  readonly tokenDuration: number | undefined;
  readonly refreshDuration: number | undefined;
  readonly codeDuration: number | undefined;
  /** Grows when the sessions of the client are revoked: older tokens are worth nothing. */
  readonly sessions: number;
  /** True for a secret in either slot (fact 88). */
  verify(secret: string): boolean;
}

export interface Metadata {
  /** Undefined where no enabled schema has this alias. */
  schema(alias: string): Promise<Schema | undefined>;
  client(schema: Schema, clientId: string): Promise<Client | undefined>;
}
