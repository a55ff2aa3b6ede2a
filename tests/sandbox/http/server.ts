import http from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import https from "node:https";
import type { AddressInfo, Socket } from "node:net";
import { OraError } from "../errors";
import { errorFormat } from "./negotiation";
import { Problem } from "./problems";
import type { Reply } from "./reply";
import { readRequest } from "./request";
import type { Request } from "./request";

export interface Tls {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
}

export interface ServerSettings {
  /** 0 is a free one. */
  readonly port: number;
  readonly tls: Tls | undefined;
  /** Each request waits for this before it is looked at. */
  readonly unpaused: () => Promise<void>;
}

export type Answer = (request: Request, signal: AbortSignal) => Promise<Reply>;

/** The port on loopback that ORDS answers on. */
export class Server {
  readonly port: number;
  readonly #server: http.Server;

  private constructor(server: http.Server) {
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  static async listen(answer: Answer, { port, tls, unpaused }: ServerSettings): Promise<Server> {
    const scheme = tls === undefined ? "http" : "https";
    const listener = (message: IncomingMessage, response: ServerResponse): void => {
      serve(message, response, scheme, answer, unpaused).catch(() => response.destroy());
    };
    const server = tls === undefined ? http.createServer(listener) : https.createServer({ ...tls }, listener);
    server.on("clientError", refuse);
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, "127.0.0.1", () => {
        server.off("error", reject);
        resolve();
      });
    });
    return new Server(server);
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }
}

/** What is no HTTP gets one short answer. */
function refuse(
  _: Error,
  socket: { writable: boolean; end: Socket["end"]; destroy: Socket["destroy"] },
): void {
  if (socket.writable)
    socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
  else socket.destroy();
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  scheme: "http" | "https",
  answer: Answer,
  unpaused: () => Promise<void>,
): Promise<void> {
  const gone = new AbortController();
  response.on("close", () => {
    if (!response.writableFinished) {
      gone.abort(new OraError(1013, "ORA-01013: user requested cancel of current operation"));
    }
  });
  await unpaused();
  let reply: Reply;
  try {
    reply = await answer(await readRequest(message, scheme), gone.signal);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    reply = error.reply(errorFormat(message.method ?? "GET", message.headers));
  }
  send(reply, message.method === "HEAD", response);
}

function send({ status, headers, body }: Reply, head: boolean, response: ServerResponse): void {
  if (response.destroyed) return;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(body, "utf8");
  // Statuses without a name are ORDS's own: 555.
  response.statusMessage = http.STATUS_CODES[status] ?? "User Defined Resource Error";
  response.statusCode = status;
  for (const [name, value] of Object.entries(headers)) {
    if (!framing.has(name)) setHeader(response, name, value);
  }
  if (status === 204 || status === 304) {
    response.end();
    return;
  }
  response.setHeader("content-length", bytes.length);
  response.end(head ? undefined : bytes);
}

/** A handler does not decide how its answer is framed. */
const framing: ReadonlySet<string> = new Set([
  "content-length",
  "transfer-encoding",
  "connection",
  "keep-alive",
]);

/** What a handler printed may hold characters that a header cannot. */
function setHeader(response: ServerResponse, name: string, value: string | readonly string[]): void {
  const clean = (text: string): string => text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?");
  response.setHeader(name, typeof value === "string" ? clean(value) : value.map(clean));
}
