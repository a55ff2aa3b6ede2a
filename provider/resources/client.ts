import * as pulumi from "@pulumi/pulumi";
import { inPlace, lifecycle } from "../lifecycle/description";
import type { Common, Problem, Seen } from "../lifecycle/description";
import { anyMap, choice, flag, setOf, text, whole } from "../lifecycle/shapes";
import {
  changeRoles,
  deleteClient,
  observeClient,
  observeClients,
  registerClient,
  renameClient,
  replaceSecret,
  takeSecret,
  updateClient,
} from "../ords/clients";
import type { ClientRow } from "../ords/clients";
import { nothing } from "../ords/plsql";
import type { Rotation } from "../ords/secrets";
import { secretsOf, secretWanted } from "./clientSecret";
import type { SecretInputs } from "./clientSecret";
import { aliasOf, namesOf, schemaOf } from "./reference";
import type { NamesOf, SchemaReference } from "./reference";
import { OrdsResource } from "./resource";
import type { OrdsResourceOptions } from "./resource";
import type { OrdsPrivilege } from "./privilege";
import type { OrdsRole } from "./role";
import { commaList, common, followed, fromCommaList, missingAmong, orNothing, webUrl } from "./shared";
import { schemaUrl } from "./urls";

const grantTypes = ["client_credentials", "authorization_code", "implicit"] as const;

/** Inputs of {@link OrdsOAuthClient}. */
export interface OrdsOAuthClientArgs {
  /** Name, unique in the schema, at most 255 bytes. Default: the resource's name. A change renames in place: id and secret stay. */
  name?: pulumi.Input<string>;
  /** `client_credentials` (default), `authorization_code` or `implicit`. A change replaces. */
  grantType?: pulumi.Input<(typeof grantTypes)[number]>;
  /** Shown to users who approve. Needed unless the grant is client_credentials. */
  description?: pulumi.Input<string>;
  /** Whom users can ask. */
  supportEmail?: pulumi.Input<string>;
  /** Where users can ask: https, or http on localhost. */
  supportUri?: pulumi.Input<string>;
  /** Where the browser returns to: https, or http on localhost. Needed unless the grant is client_credentials. */
  redirectUri?: pulumi.Input<string>;
  /** Origins that browsers may ask for tokens from (CORS). */
  originsAllowed?: pulumi.Input<readonly pulumi.Input<string>[]>;
  /** What a user approves in the flows with a user, by name or as OrdsPrivilege. For client_credentials the roles count. */
  privileges?: NamesOf<OrdsPrivilege>;
  /** Roles of the client, by name or as OrdsRole. Each is granted and revoked by itself; what others granted stays. */
  roles?: NamesOf<OrdsRole>;
  /** How long an access token lives, in seconds. Default: the instance's (3600). */
  tokenDuration?: pulumi.Input<number>;
  /** How long a refresh token lives, in seconds. Default: the instance's (86400). */
  refreshDuration?: pulumi.Input<number>;
  /** How long an authorization code lives, in seconds. Default: the instance's (300). */
  codeDuration?: pulumi.Input<number>;
  /** The secret, where you make it yourself; treated as a Pulumi secret. Default: ORDS makes one. A change registers it as rotation does. */
  clientSecret?: pulumi.Input<string>;
  /**
   * Whether ORDS makes a secret where `clientSecret` gives none. Default true; false makes a client without one, which can get no
   * token by itself. A change to false ends the secrets it has.
   */
  generateSecret?: pulumi.Input<boolean>;
  /** Any values; when one of them changes, the client gets a new secret, and the previous one stays valid until the next time. */
  rotateWhenChanged?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** On rotation, end the previous secret at once. Default false. */
  revokePrevious?: pulumi.Input<boolean>;
  /** On rotation, end the tokens that were given to the client. Default false. */
  revokeSessions?: pulumi.Input<boolean>;
  /** The schema it lies in, by name or as OrdsSchema. Default: the connected user. A change replaces. */
  schema?: SchemaReference;
  /** Take over a client of this name that differs, instead of failing; it gets a new secret, its id stays. Default false. */
  adopt?: pulumi.Input<boolean>;
}

/**
 * An OAuth client: `ORDS_SECURITY.REGISTER_CLIENT`, UPDATE_CLIENT, GRANT_CLIENT_ROLE, ROTATE_CLIENT_SECRET, DELETE_CLIENT; view
 * USER_ORDS_CLIENTS.
 *
 * ORDS tells the secret only once, when it is made: it lives in the Pulumi state, encrypted, and nowhere else. A client that is
 * found there when it should be made (a run that was killed) gets a new secret beside the old one.
 *
 * @example
 * ```ts
 * const client = new OrdsOAuthClient("shop", { roles: [reader], rotateWhenChanged: { quarter: "2026-4" } });
 * export const id = client.clientId;
 * export const secret = client.clientSecret; // a secret output
 * ```
 */
export class OrdsOAuthClient extends OrdsResource {
  declare readonly name: pulumi.Output<string>;
  declare readonly grantType: pulumi.Output<(typeof grantTypes)[number]>;
  declare readonly description: pulumi.Output<string | undefined>;
  declare readonly supportEmail: pulumi.Output<string | undefined>;
  declare readonly supportUri: pulumi.Output<string | undefined>;
  declare readonly redirectUri: pulumi.Output<string | undefined>;
  declare readonly originsAllowed: pulumi.Output<string[] | undefined>;
  declare readonly privileges: pulumi.Output<string[] | undefined>;
  declare readonly roles: pulumi.Output<string[] | undefined>;
  declare readonly tokenDuration: pulumi.Output<number | undefined>;
  declare readonly refreshDuration: pulumi.Output<number | undefined>;
  declare readonly codeDuration: pulumi.Output<number | undefined>;
  declare readonly schema: pulumi.Output<string | undefined>;
  /** The id that callers present; kept through renames and rotations. */
  declare readonly clientId: pulumi.Output<string>;
  /** A secret. Undefined for the implicit grant, which has none. */
  declare readonly clientSecret: pulumi.Output<string>;
  /** A secret: the one before the last rotation, valid until the next; undefined before the first and with `revokePrevious`. */
  declare readonly previousClientSecret: pulumi.Output<string | undefined>;
  /** When the present secret was made, by the database's clock: `2026-11-24T22:15:00`. */
  declare readonly secretIssuedAt: pulumi.Output<string | undefined>;
  /** Where tokens are given; undefined when `ords:baseUrl` is not set. */
  declare readonly tokenUrl: pulumi.Output<string | undefined>;

  constructor(name: string, args: OrdsOAuthClientArgs = {}, options?: OrdsResourceOptions) {
    const inputs = {
      ...args,
      name: args.name ?? name,
      privileges: namesOf(args.privileges),
      roles: namesOf(args.roles),
      schema: schemaOf(args.schema),
      schemaAlias: aliasOf(args.schema),
      clientSecret: args.clientSecret === undefined ? undefined : pulumi.secret(args.clientSecret),
    };
    super(
      clientLifecycle,
      name,
      inputs,
      ["clientId", "previousClientSecret", "secretIssuedAt", "tokenUrl"],
      options,
    );
  }
}

interface ClientInputs extends Common, SecretInputs {
  readonly name: string;
  readonly grantType: (typeof grantTypes)[number];
  readonly description?: string;
  readonly supportEmail?: string;
  readonly supportUri?: string;
  readonly redirectUri?: string;
  readonly originsAllowed?: readonly string[];
  readonly privileges?: readonly string[];
  readonly roles?: readonly string[];
  readonly tokenDuration?: number;
  readonly refreshDuration?: number;
  readonly codeDuration?: number;
  readonly rotateWhenChanged?: Readonly<Record<string, unknown>>;
  readonly revokeSessions?: boolean;
  readonly schemaAlias?: string;
}

const rename = inPlace<ClientInputs>("RENAME_CLIENT", ({ target, want, had }) =>
  renameClient(target, had.name, want.name),
);
const update = inPlace<ClientInputs>("UPDATE_CLIENT", ({ target, want, had }) =>
  updateClient(target, had, want),
);
const changeGrants = inPlace<ClientInputs>("GRANT_CLIENT_ROLE, REVOKE_CLIENT_ROLE", ({ target, want, had }) =>
  changeRoles(target, want.name, had.roles, want.roles),
);
const rotate = inPlace<ClientInputs>(
  "ROTATE_CLIENT_SECRET, REGISTER_CLIENT_SECRET, REVOKE_CLIENT_SECRETS",
  ({ target, want, had }) => {
    const wanted = secretWanted(want);
    if (wanted.kind === "none" && had.generateSecret === want.generateSecret) return nothing;
    const { secretIssuedAt: known } = had as { readonly secretIssuedAt?: string };
    return replaceSecret(target, want.name, wanted, { ...rotationOf(want), known });
  },
);

function rotationOf({ revokePrevious = false, revokeSessions = false }: ClientInputs): Rotation {
  return { revokePrevious, revokeSessions };
}

const name = text({ max: 255 });
/** One second to a year. */
const seconds = whole({ min: 1, max: 31_536_000 });
const needed = ["description", "redirectUri"] as const;

/** How an OAuth client lives in ORDS. */
export const clientLifecycle = lifecycle<ClientInputs, ClientRow>({
  type: "OrdsOAuthClient",
  describe: ({ name }) => `OAuth client "${name}"`,
  key: ["name"],
  attributes: {
    ...common,
    name: { is: name, required: true, change: rename },
    grantType: { is: choice(grantTypes), default: "client_credentials", change: "replace" },
    description: { is: text({ max: 4000 }), change: update },
    supportEmail: { is: text({ max: 255 }), change: update },
    supportUri: { is: webUrl, change: update },
    redirectUri: { is: webUrl, change: update },
    originsAllowed: { is: commaList(4000), change: update },
    privileges: {
      names: "OrdsPrivilege",
      is: setOf(text({ max: 255, matches: /^[^,]+$/, must: "has a comma in it" }), { max: 4000 }),
      change: update,
    },
    tokenDuration: { is: seconds, change: update },
    refreshDuration: { is: seconds, change: update },
    codeDuration: { is: seconds, change: update },
    roles: { is: setOf(name), names: "OrdsRole", change: changeGrants },
    clientSecret: { is: text({ max: 255 }), hidden: true, keep: true, unobserved: true, change: rotate },
    rotateWhenChanged: { is: anyMap(), unobserved: true, change: rotate },
    generateSecret: { is: flag(), default: true, unobserved: true, change: rotate },
    revokePrevious: { is: flag(), change: "none" },
    revokeSessions: { is: flag(), change: "none" },
    schemaAlias: followed,
  },
  varies: true,
  list: observeClients,
  check: ({ grantType }, isGiven) => {
    const problems: Problem[] = [];
    // Fact 81: only client_credentials does without.
    if (grantType === "authorization_code" || grantType === "implicit") {
      for (const property of needed) {
        if (!isGiven(property)) {
          problems.push({ property, sentence: `${property} must be given for the grant type ${grantType}` });
        }
      }
    }
    if (grantType === "implicit" && isGiven("clientSecret")) {
      problems.push({ sentence: "clientSecret means nothing to the implicit grant, which has no secret" });
    }
    return problems;
  },
  observe: (target, { name }) => observeClient(target, name),
  observed: (row) => ({
    name: row.name,
    grantType: row.grantType as ClientInputs["grantType"],
    description: orNothing(row.description),
    supportEmail: orNothing(row.supportEmail),
    supportUri: orNothing(row.supportUri),
    redirectUri: orNothing(row.redirectUri),
    originsAllowed: fromCommaList(row.originsAllowed),
    privileges: fromCommaList(row.privileges),
    roles: row.roles === null ? undefined : [...new Set(row.roles)].sort(),
    tokenDuration: orNothing(row.tokenDuration),
    refreshDuration: orNothing(row.refreshDuration),
    codeDuration: orNothing(row.codeDuration),
  }),
  secrets: ["clientSecret", "previousClientSecret"],
  around: ({ alias }) => ({ schemaAlias: alias }),
  outputs: (seen) => ({
    clientId: seen.row.clientId,
    tokenUrl: tokenUrl(seen),
    ...secretsOf(seen),
  }),
  create: (target, want) => registerClient(target, want, secretWanted(want)),
  remade: (want) =>
    secretWanted(want).kind === "generated" ? "with a new id and a new secret" : "with a new id",
  taken: {
    step: ({ target, want }) => takeSecret(target, want.name, secretWanted(want), rotationOf(want)),
    note: (want, { installed }) =>
      secretWanted(want).kind === "none"
        ? undefined
        : `OAuth client "${want.name}" stood there already; ${
            installed.has("ordsSecurity")
              ? "its secret cannot be read, so it got a new one beside the old"
              : "its secret has been read"
          }.`,
  },
  remove: (target, { name }) => deleteClient(target, name),
  hints: ({ roles, privileges }) => missingAmong({ role: roles, privilege: privileges }),
});

function tokenUrl({ row, baseUrl }: Seen<ClientInputs, ClientRow>): string | undefined {
  const schema = schemaUrl(baseUrl, row.alias);
  return schema === undefined ? undefined : `${schema}/oauth/token`;
}
