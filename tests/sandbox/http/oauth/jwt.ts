import type { JSONWebKeySet, JWTPayload } from "jose";
import type { JwtProfile } from "../metadata";
import type { Caller } from "../protection";

/** Reads a key set; how is the composer's matter, who knows which certificates to trust. */
export type ReadKeys = (url: string) => Promise<string>;

/** Bytes (fact 182). */
const keySetLimit = 10_000;

/** RSA keys of 2048 bits and more are the library's own rule; fact 182 names the algorithms. */
const algorithms = ["RS256", "RS384", "RS512"];

/** Checks bearer tokens against a schema's JWT profile. */
export class JwtVerifier {
  readonly #readKeys: ReadKeys;
  readonly #now: () => number;
  readonly #keys = new Map<string, JSONWebKeySet>();

  constructor(readKeys: ReadKeys, now: () => number = Date.now) {
    this.#readKeys = readKeys;
    this.#now = now;
  }

  /** Undefined where the token is not good for the profile. */
  async verify(token: string, profile: JwtProfile): Promise<Caller | undefined> {
    const payload = await this.#payload(token, profile);
    if (payload?.sub === undefined) return undefined;
    const name = payload.sub;
    if (profile.roleClaim !== undefined) {
      return { kind: "signedIn", name, roles: words(at(payload, profile.roleClaim)) };
    }
    return { kind: "scoped", name, scopes: words(payload.scope ?? payload.scp) };
  }

  async #payload(token: string, profile: JwtProfile): Promise<JWTPayload | undefined> {
    const { createLocalJWKSet, errors, jwtVerify } = await import("jose");
    const check = async (keys: JSONWebKeySet): Promise<JWTPayload> => {
      const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
        algorithms,
        issuer: profile.issuer,
        audience: profile.audience,
        clockTolerance: profile.allowedSkew,
        currentDate: new Date(this.#now()),
        requiredClaims: ["exp"],
        ...(profile.allowedAge === undefined ? {} : { maxTokenAge: profile.allowedAge }),
      });
      return payload;
    };
    try {
      const known = this.#keys.get(profile.jwkUrl);
      if (known === undefined) return await check(await this.#fetch(profile.jwkUrl));
      try {
        return await check(known);
      } catch (error) {
        // A new `kid` needs no new profile (fact 173).
        if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
        return await check(await this.#fetch(profile.jwkUrl));
      }
    } catch (error) {
      if (error instanceof errors.JOSEError || error instanceof KeySetError) return undefined;
      throw error;
    }
  }

  async #fetch(url: string): Promise<JSONWebKeySet> {
    let keys: unknown;
    try {
      const text = await this.#readKeys(url);
      if (Buffer.byteLength(text) <= keySetLimit) keys = JSON.parse(text);
    } catch (cause) {
      throw new KeySetError("the key set cannot be read", { cause });
    }
    if (!isKeySet(keys)) throw new KeySetError("the key set is too large or not a key set");
    this.#keys.set(url, keys);
    return keys;
  }
}

class KeySetError extends Error {}

function isKeySet(value: unknown): value is JSONWebKeySet {
  return typeof value === "object" && value !== null && "keys" in value && Array.isArray(value.keys);
}

/** A list, or words in one text. */
function words(value: unknown): readonly string[] {
  if (typeof value === "string") return value.split(/\s+/).filter((word) => word !== "");
  return Array.isArray(value) ? value.filter((word) => typeof word === "string") : [];
}

/** What a JSON pointer (RFC 6901) leads to. */
function at(value: unknown, pointer: string): unknown {
  const steps = pointer.split("/").slice(1);
  return steps.reduce<unknown>((found, step) => {
    const key = step.replace(/~1/g, "/").replace(/~0/g, "~");
    return typeof found === "object" && found !== null ? (found as Record<string, unknown>)[key] : undefined;
  }, value);
}
