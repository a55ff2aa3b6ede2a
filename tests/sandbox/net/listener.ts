import { createServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { Activity } from "./activity";
import type { Database } from "./backend";
import { undisturbed } from "./interference";
import type { Interference } from "./interference";
import { logonPatience } from "./packets";
import { Session } from "./session";

export interface ListenerOptions {
  readonly interference?: Interference;
  /** How long a client may say nothing before it has logged on, in milliseconds. */
  readonly patience?: number;
  /** With a certificate the port speaks TLS: clients connect with `tcps`. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** The Oracle Net listener: unmodified drivers log in over TCP. Loopback only. */
export class Listener {
  readonly activity = new Activity();
  readonly sessions = new Set<Session>();
  readonly #server: Server;

  constructor(
    database: Database,
    { interference = undisturbed, patience = logonPatience, tls }: ListenerOptions = {},
  ) {
    const connected = (socket: ConstructorParameters<typeof Session>[0]): void => {
      const session = new Session(socket, {
        database,
        interference,
        activity: this.activity,
        patience,
        ended: () => this.sessions.delete(session),
      });
      this.sessions.add(session);
    };
    this.#server = tls === undefined ? createServer(connected) : createTlsServer(tls, connected);
  }

  /** Resolves with the port; rejects when it is taken. */
  listen(port = 0): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen({ port, host: "127.0.0.1", backlog: 1024 }, () => {
        this.#server.off("error", reject);
        resolve((this.#server.address() as AddressInfo).port);
      });
    });
  }

  close(): Promise<void> {
    for (const session of this.sessions) session.cut();
    return new Promise((resolve) => {
      this.#server.close(() => resolve());
    });
  }
}
