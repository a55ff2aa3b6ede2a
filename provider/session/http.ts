import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Dispatcher } from "undici";
import { isLoopback } from "./connection";
import type { SqlConnection } from "./connection";
import { SettingsError } from "./errors";
import type { Operation } from "./operation";
import { urlTarget } from "./target";
import { settledWithin } from "./transport";

type Undici = typeof import("undici");

let undici: Promise<Undici> | undefined;

/** As heavy as the driver, and needed as rarely. */
function loadUndici(): Promise<Undici> {
  undici ??= import("undici");
  return undici;
}

/** An answer that is none: its status says why. */
export class HttpError extends Error {
  readonly code: string;

  constructor(
    readonly status: number,
    url: string,
    said: string,
  ) {
    super(`HTTP ${status} from ${urlTarget(url)}${said === "" ? "" : `: ${said}`}`);
    this.name = "HttpError";
    this.code = `HTTP ${status}`;
  }
}

/** Tries of a request that is safe to repeat, and the pause after the first, in milliseconds. */
const tries = 3;
const firstPause = 200;

/** Before these nothing was sent. */
const neverSent = /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** After these the request may have been carried out. */
const lost =
  /^(UND_ERR_SOCKET|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|ECONNRESET|EPIPE|HTTP 502|HTTP 504)$/;

/** With these it was not. */
const turnedAway = /^HTTP (429|503)$/;

/** How long open requests are given to end when the run does, in milliseconds. */
const grace = 1500;

/** Requests to one place with its credentials. Connections are kept alive and are at most as many as sessions may be. */
export class HttpClient {
  readonly #connection: SqlConnection;
  readonly #signal: AbortSignal;
  #dispatcher: Promise<Dispatcher> | undefined;
  #token: Promise<Token> | undefined;

  constructor(connection: SqlConnection, signal: AbortSignal) {
    this.#connection = connection;
    this.#signal = signal;
  }

  /** The text of a good answer. A write whose outcome is not known is never sent again. @throws HttpError */
  async post(body: string, effect: Operation["effect"]): Promise<string> {
    const { retryCount, retryDelay } = this.#connection;
    let pause = firstPause;
    let connects = 0;
    let isRenewed = false;
    for (let count = 1; ; count++) {
      try {
        return await this.#send(this.#connection.sqlUrl, body, {
          "content-type": "application/json",
          authorization: await this.#authorization(),
        });
      } catch (error) {
        const code = codeOf(error);
        if (this.#signal.aborted) throw error;
        if (code === "HTTP 401" && this.#token !== undefined && !isRenewed) {
          isRenewed = true;
          this.#token = undefined;
        } else if (neverSent.test(code) && connects < retryCount) {
          connects += 1;
          await this.#sleep(retryDelay * 1000);
        } else if (count < tries && (turnedAway.test(code) || (effect === "read" && lost.test(code)))) {
          await this.#sleep(pause);
          pause *= 2;
        } else {
          throw error;
        }
      }
    }
  }

  async close(): Promise<void> {
    const dispatcher = await this.#dispatcher?.catch(() => undefined);
    if (dispatcher !== undefined) await settledWithin(grace, dispatcher.destroy());
  }

  /** Follows no redirect but one that keeps method and place: credentials go nowhere else. */
  async #send(url: string, body: string, headers: Record<string, string>, hops = 0): Promise<string> {
    this.#dispatcher ??= dispatcherOf(this.#connection).catch((error: unknown) => {
      this.#dispatcher = undefined;
      throw error;
    });
    const dispatcher = await this.#dispatcher;
    const { origin, pathname, search } = new URL(url);
    const answer = await dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method: "POST",
      headers: { accept: "application/json", "user-agent": "pulumi-ords", ...headers },
      body,
      signal: this.#signal,
    });
    const { statusCode } = answer;
    const text = await answer.body.text();
    if (statusCode >= 200 && statusCode < 300) return text;
    const { location } = answer.headers;
    if (statusCode >= 300 && statusCode < 400 && typeof location === "string") {
      const next = new URL(location, url);
      if ([307, 308].includes(statusCode) && next.origin === origin && hops < 3) {
        return this.#send(next.href, body, headers, hops + 1);
      }
      throw new HttpError(statusCode, url, `moved to ${urlTarget(next.href)}`);
    }
    throw new HttpError(statusCode, url, saidIn(text));
  }

  async #authorization(): Promise<string> {
    const { credentials } = this.#connection;
    switch (credentials.kind) {
      case "basic":
        return basic(credentials.user, credentials.password);
      case "bearer":
        return `Bearer ${credentials.token}`;
      case "client": {
        const known = await this.#token?.catch(() => undefined);
        if (known === undefined || Date.now() >= known.until) this.#token = this.#fetchToken(credentials);
        return `Bearer ${(await this.#token!).text}`;
      }
    }
  }

  /** By client_credentials (facts 103 to 106). */
  async #fetchToken({
    id,
    secret,
    tokenUrl,
  }: Extract<SqlConnection["credentials"], { kind: "client" }>): Promise<Token> {
    const text = await this.#send(tokenUrl, "grant_type=client_credentials", {
      "content-type": "application/x-www-form-urlencoded",
      authorization: basic(encodeURIComponent(id), encodeURIComponent(secret)),
    });
    const answer = parsed(text);
    if (typeof answer.access_token !== "string") {
      throw new Error(`The answer of ${urlTarget(tokenUrl)} has no access_token.`);
    }
    const lifetime = typeof answer.expires_in === "number" ? answer.expires_in : 300;
    // Taken for old a little before it is.
    return { text: answer.access_token, until: Date.now() + Math.max(lifetime - 30, lifetime / 2) * 1000 };
  }

  async #sleep(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#signal });
  }
}

interface Token {
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly until: number;
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`, "utf8").toString("base64")}`;
}

async function dispatcherOf(connection: SqlConnection): Promise<Dispatcher> {
  const { Agent, EnvHttpProxyAgent, ProxyAgent } = await loadUndici();
  const { maxSessions, connectTimeout, callTimeout, httpsProxy, sqlUrl } = connection;
  const tls = {
    ca: await pemOf("ca", connection.ca),
    cert: await pemOf("clientCertificate", connection.clientCertificate),
    key: await pemOf("clientKey", connection.clientKey),
    timeout: connectTimeout * 1000,
  };
  const options = {
    connections: maxSessions,
    connect: tls,
    headersTimeout: callTimeout * 1000,
    bodyTimeout: callTimeout * 1000,
  };
  // A proxy is trusted as the server is, and shown no certificate of ours.
  const throughProxy = { ...options, requestTls: tls, proxyTls: { ca: tls.ca, timeout: tls.timeout } };
  if (httpsProxy !== undefined) return new ProxyAgent({ ...throughProxy, uri: httpsProxy });
  if (isLoopback(new URL(sqlUrl).hostname)) return new Agent(options);
  return new EnvHttpProxyAgent(throughProxy);
}

/** PEM as it is given, or from the file that is named. */
async function pemOf(name: string, value: string | undefined): Promise<string | undefined> {
  if (value === undefined || value.includes("-----BEGIN")) return value;
  try {
    return await readFile(value, "utf8");
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new SettingsError(`ords:${name} is neither PEM nor a file that can be read (${code}).`);
  }
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : "";
}

/** What ORDS says in words: `title` and `message` of its problem documents, `error` of OAuth. */
function saidIn(text: string): string {
  const { title, message, error } = parsed(text);
  const words = [title, message, error].filter((word) => typeof word === "string");
  return [...new Set(words)].join(": ").slice(0, 300);
}

function parsed(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
