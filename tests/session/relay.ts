import http from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { OraError } from "../sandbox/errors";
import type { Sandbox } from "../sandbox";
import type { CallInfo } from "../sandbox/net/interference";

/**
 * Stands between clients and the REST-enabled SQL of a sandbox, so that what is counted and disturbed on the way of Oracle Net
 * is on this one, too: the sandbox's faults, and its activity.
 */
export class Relay {
  readonly #sandbox: Sandbox;
  readonly #server: http.Server;

  private constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
    this.#server = http.createServer((request, response) => {
      this.#pass(request, response).catch(() => response.destroy());
    });
  }

  static async start(sandbox: Sandbox): Promise<Relay> {
    const relay = new Relay(sandbox);
    await new Promise<void>((resolve) => relay.#server.listen(0, "127.0.0.1", resolve));
    return relay;
  }

  /** Where the REST-enabled SQL of an alias is. */
  sqlUrl(alias: string): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}/ords/${alias}/_/sql`;
  }

  stop(): Promise<void> {
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = "";
    for await (const part of request.setEncoding("utf8")) body += String(part);
    const { activity, faults } = this.#sandbox;
    const call = callOf(request, response, body);
    activity.called(call.kind);
    activity.ran({ session: call.session, user: call.user ?? "", sql: call.sql ?? "" });
    try {
      await faults.before(call);
      if (/\bcommit;/.test(call.sql ?? "")) await faults.committing(call);
      const answer = await this.#ask(request, body, call.signal);
      await faults.after(call);
      response.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
      response.end(await answer.text());
    } catch (error) {
      if (!(error instanceof OraError) || response.destroyed) throw error;
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ items: [{ errorCode: error.code, errorDetails: error.message }] }));
    }
  }

  #ask({ url = "", method, headers }: IncomingMessage, body: string, signal: AbortSignal): Promise<Response> {
    const { authorization = "", "content-type": type = "" } = headers;
    return fetch(new URL(url, this.#sandbox.baseUrl), {
      method,
      headers: { authorization, "content-type": type },
      body,
      signal,
    });
  }
}

/** A request as the faults of the sandbox see a call. Each is a session of its own (fact 127). */
function callOf(request: IncomingMessage, response: ServerResponse, body: string): CallInfo {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  return {
    session: 0,
    user: /^\/ords\/([^/]+)\//.exec(request.url ?? "")?.[1]?.toUpperCase(),
    kind: "execute",
    sql: (JSON.parse(body) as { statementText?: string }).statementText,
    signal: gone.signal,
    cut: () => response.destroy(),
  };
}
