import { randomBytes } from "node:crypto";
import type { Client, Metadata, Schema } from "../metadata";

/** Who a token stands for besides its client. */
export interface Approval {
  readonly user: string;
  readonly userRoles: readonly string[];
}

interface Issued {
  readonly kind: "access" | "refresh" | "code";
  readonly schema: string;
  readonly clientId: string;
  /** Of the client's row, and its sessions when it was issued. */
  readonly client: string;
  readonly sessions: number;
  /** Milliseconds since 1970. */
  readonly expires: number;
  readonly approval: Approval | undefined;
  readonly redirectUri: string | undefined;
}

/** Seconds; an access token, a refresh token, a code (fact 96). */
const instanceDurations = { access: 3600, refresh: 86_400 };

export function duration(client: Client, kind: Issued["kind"]): number {
  const access = client.tokenDuration ?? instanceDurations.access;
  if (kind === "access") return access;
  if (kind === "refresh") return client.refreshDuration ?? instanceDurations.refresh;
  return client.codeDuration ?? Math.floor(access / 12);
}

/** Tokens and codes that are out; whether they still count is asked of the metadata at each use. */
export class Tokens {
  readonly #issued = new Map<string, Issued>();
  readonly #now: () => number;

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  issue(
    kind: Issued["kind"],
    schema: Schema,
    client: Client,
    { approval, redirectUri }: { readonly approval?: Approval; readonly redirectUri?: string } = {},
  ): string {
    this.#forgetExpired();
    // 22 characters (fact 104).
    const token = randomBytes(16).toString("base64url");
    const { clientId, id, sessions } = client;
    const expires = this.#now() + duration(client, kind) * 1000;
    this.#issued.set(token, {
      kind,
      schema: schema.id,
      clientId,
      client: id,
      sessions,
      expires,
      approval,
      redirectUri,
    });
    return token;
  }

  /** The client of a token that still counts, and who approved it. */
  async check(
    kind: Issued["kind"],
    token: string,
    schema: Schema,
    metadata: Metadata,
  ): Promise<
    { client: Client; approval: Approval | undefined; redirectUri: string | undefined } | undefined
  > {
    const issued = this.#issued.get(token);
    if (issued?.kind !== kind || issued.schema !== schema.id || issued.expires <= this.#now())
      return undefined;
    const client = await metadata.client(schema, issued.clientId);
    if (client?.id !== issued.client || client.sessions !== issued.sessions) return undefined;
    return { client, approval: issued.approval, redirectUri: issued.redirectUri };
  }

  /** A code is good once, a refresh token until it is used. */
  withdraw(token: string): void {
    this.#issued.delete(token);
  }

  #forgetExpired(): void {
    // All of one kind last about as long: the oldest are in front.
    for (const [token, { expires }] of this.#issued) {
      if (expires > this.#now()) return;
      this.#issued.delete(token);
    }
  }
}
