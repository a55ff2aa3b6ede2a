import http from "node:http";
import https from "node:https";
import net from "node:net";
import type { AddressInfo } from "node:net";

interface Tls {
  readonly key: string;
  readonly cert: string;
}

/** A web proxy that leads to one port of this machine, whatever it is asked for, and remembers what that was. */
export class Tunnel {
  readonly asked: string[] = [];
  readonly #server: http.Server;
  readonly #scheme: string;

  private constructor(port: number, tls: Tls | undefined) {
    this.#scheme = tls === undefined ? "http" : "https";
    this.#server = tls === undefined ? http.createServer() : https.createServer({ ...tls });
    this.#server.on("connect", (request, client: net.Socket, head: Buffer) => {
      this.asked.push(request.url ?? "");
      const onward = net.connect(port, "127.0.0.1", () => {
        client.write("HTTP/1.1 200 Connection Established\r\n\r\n");
        onward.write(head);
        onward.pipe(client).pipe(onward);
      });
      onward.on("error", () => client.destroy());
      client.on("error", () => onward.destroy());
    });
  }

  static async start(port: number, tls?: Tls): Promise<Tunnel> {
    const tunnel = new Tunnel(port, tls);
    await new Promise<void>((resolve) => tunnel.#server.listen(0, "127.0.0.1", resolve));
    return tunnel;
  }

  get url(): string {
    // A name, because the names of TLS are no addresses.
    return `${this.#scheme}://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

/** A port where something listens that is no database. */
export class Port {
  readonly #server: net.Server;
  readonly #sockets = new Set<net.Socket>();

  private constructor(onSocket: (socket: net.Socket) => void) {
    this.#server = net.createServer((socket) => {
      this.#sockets.add(socket);
      socket.on("error", () => undefined);
      onSocket(socket);
    });
  }

  static async open(onSocket: (socket: net.Socket) => void): Promise<Port> {
    const port = new Port(onSocket);
    await new Promise<void>((resolve) => port.#server.listen(0, "127.0.0.1", resolve));
    return port;
  }

  get number(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
