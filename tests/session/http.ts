import http from "node:http";
import https from "node:https";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

export interface Seen {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** What a test's server does with a request: a status with a body and headers, or something of its own. */
export type Reply =
  | { readonly status?: number; readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> }
  | ((response: ServerResponse) => void);

export type Answering = (seen: Seen, count: number) => Reply;

interface Tls {
  readonly key: string;
  readonly cert: string;
  readonly ca?: string;
  readonly requestCert?: boolean;
  readonly rejectUnauthorized?: boolean;
}

/** A server that answers as a test says, and remembers what it was asked. */
export class HttpServer {
  readonly seen: Seen[] = [];
  connections = 0;
  answer: Answering = () => ({});
  readonly #server: http.Server;
  readonly #scheme: string;

  private constructor(tls: Tls | undefined) {
    const listener = (request: IncomingMessage, response: ServerResponse): void =>
      void this.#serve(request, response);
    this.#server = tls === undefined ? http.createServer(listener) : https.createServer({ ...tls }, listener);
    this.#scheme = tls === undefined ? "http" : "https";
    this.#server.on(tls === undefined ? "connection" : "secureConnection", () => (this.connections += 1));
  }

  static async start(tls?: Tls, port = 0): Promise<HttpServer> {
    const server = new HttpServer(tls);
    await new Promise<void>((resolve) => server.#server.listen(port, "127.0.0.1", resolve));
    return server;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.#scheme}://127.0.0.1:${this.port}`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += String(part);
    const { method = "", url = "", headers } = request;
    const seen = { method, url, headers, body };
    this.seen.push(seen);
    const reply = this.answer(seen, this.seen.length);
    if (typeof reply === "function") {
      reply(response);
      return;
    }
    response.writeHead(reply.status ?? 200, { "content-type": "application/json", ...reply.headers });
    response.end(typeof reply.body === "string" ? reply.body : JSON.stringify(reply.body ?? done({})));
  }
}

/** What REST-enabled SQL says of a block that went well. */
export function done(outs: Readonly<Record<string, unknown>>): object {
  const binds = Object.entries(outs).map(([name, result]) => ({
    name: name.toUpperCase(),
    mode: "out",
    result,
  }));
  return { env: { defaultTimeZone: "UTC" }, items: [{ statementId: 1, response: [], result: 0, binds }] };
}

export function failed(errorCode: number, errorDetails: string): object {
  return { items: [{ statementId: 1, errorCode, errorLine: 3, errorColumn: 7, errorDetails }] };
}
