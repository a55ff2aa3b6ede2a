import type { Socket } from "node:net";
import { packets } from "./protocol";

/** What goes on above packets. */
interface Listener {
  /** The answer to the connect waits for this. */
  connecting(): Promise<void>;
  /** Returns "more" when the message is not complete, which only clients of old protocols leave open. */
  message(data: Buffer): "done" | "more";
  /** The client breaks off the call under way. */
  broken(): void;
  closed(): void;
}

const markers = { break: 1, reset: 2 } as const;

/** Set in the data flags of the last packet of a request. */
const endOfRequest = 0x800;
/** Set in the data flags of the packet with which a client says goodbye. */
const endOfFile = 0x40;

/** Longest packet, and longest message, in bytes: what is longer is no client. */
const longestPacket = 2 ** 21;
const longestMessage = 2 ** 28;

/** How long a client may say nothing before it has logged on, in milliseconds, as listeners have it by default. */
export const logonPatience = 60_000;

/** The newest version of the connection protocol that is spoken here. */
const protocolVersion = 318;

/** Turns a socket's bytes into messages and back: connect and accept, data packets, breaks. */
export class PacketStream {
  readonly #socket: Socket;
  readonly #services: readonly string[];
  readonly #listener: Listener;
  #state: "connect" | "connectData" | "accepting" | "open" = "connect";
  #pending: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #size = 0;
  #wanted = 0;
  #sdu = 8192;
  #version = 0;
  #largeLengths = false;
  /** Undefined until the first request has shown whether this client marks the end of requests. */
  #marksEnd: boolean | undefined;
  #breakAnswer: (() => Buffer) | undefined;
  readonly #patience: number;
  #closed = false;

  constructor(socket: Socket, services: readonly string[], listener: Listener, patience: number) {
    this.#socket = socket;
    this.#services = services;
    this.#listener = listener;
    this.#patience = patience;
    socket.setTimeout(patience, () => socket.destroy());
    socket.setNoDelay(true);
    socket.on("data", (chunk: Buffer) => this.#received(chunk));
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      this.#closed = true;
      listener.closed();
    });
  }

  /** From now on the client may be silent as long as it likes. */
  loggedOn(): void {
    this.#socket.setTimeout(0);
  }

  destroy(): void {
    this.#socket.destroy();
  }

  end(): void {
    this.#socket.end();
  }

  /** Sends a message, over as many packets as it takes. */
  send(message: Buffer): void {
    if (this.#closed || this.#breakAnswer !== undefined) return;
    const most = this.#sdu - 10;
    this.#socket.cork();
    for (let at = 0; at === 0 || at < message.length; at += most) {
      const flags = Buffer.alloc(2);
      this.#socket.write(this.#packet(packets.data, Buffer.concat([flags, message.subarray(at, at + most)])));
    }
    this.#socket.uncork();
  }

  /** The client's break is answered with a marker now, and with an error when it has reset the line. */
  answerBreak(answer: () => Buffer): void {
    this.#breakAnswer = answer;
    this.#parts = [];
    this.#marker(markers.break);
  }

  #received(chunk: Buffer): void {
    this.#pending = this.#pending.length > 0 ? Buffer.concat([this.#pending, chunk]) : chunk;
    // What does not begin as a client does, speaks another protocol, and would wait for an answer.
    if (this.#state === "connect" && this.#pending.length >= 5 && this.#pending[4] !== packets.connect) {
      this.#socket.destroy();
      return;
    }
    while (this.#pending.length >= 8 && !this.#closed) {
      const length = this.#largeLengths ? this.#pending.readUInt32BE(0) : this.#pending.readUInt16BE(0);
      if (length < 8 || length > longestPacket) {
        this.#socket.destroy();
        return;
      }
      if (this.#pending.length < length) return;
      const packet = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      try {
        this.#take(packet[4]!, packet);
      } catch {
        // What is too short for its kind is no client either.
        this.#socket.destroy();
        return;
      }
    }
  }

  #take(type: number, packet: Buffer): void {
    if (this.#state === "connect" && type === packets.connect) {
      this.#version = packet.readUInt16BE(8);
      const sdu = (packet.length >= 62 ? packet.readUInt32BE(58) : 0) || packet.readUInt16BE(14);
      this.#sdu = Math.min(Math.max(sdu, 512), 65535);
      const length = packet.readUInt16BE(24);
      const offset = packet.readUInt16BE(26);
      if (packet.length >= offset + length)
        this.#connect(packet.subarray(offset, offset + length).toString());
      else {
        this.#state = "connectData";
        this.#wanted = length;
      }
    } else if (this.#state === "connectData" && type === packets.data) {
      this.#parts.push(packet.subarray(10));
      const all = Buffer.concat(this.#parts);
      if (all.length >= this.#wanted) {
        this.#parts = [];
        this.#connect(all.toString());
      }
    } else if (this.#state !== "open") this.#socket.destroy();
    else if (type === packets.marker) this.#marked(packet[10]!);
    else if (type === packets.data) this.#data(packet);
  }

  #data(packet: Buffer): void {
    const flags = packet.readUInt16BE(8);
    if ((flags & endOfFile) !== 0) {
      this.#socket.end();
      return;
    }
    if (this.#breakAnswer !== undefined) return;
    const last = (flags & endOfRequest) !== 0;
    this.#marksEnd ??= last;
    this.#size = (this.#parts.length === 0 ? 0 : this.#size) + packet.length;
    this.#parts.push(packet.subarray(10));
    if (this.#size > longestMessage) {
      this.#socket.destroy();
      return;
    }
    if (this.#marksEnd && !last) return;
    const message = Buffer.concat(this.#parts);
    const outcome = this.#listener.message(message);
    if (outcome === "done") this.#parts = [];
    else if (this.#marksEnd) this.#socket.destroy();
    else this.#parts = [message];
  }

  #marked(kind: number): void {
    if (kind !== markers.reset) {
      this.#listener.broken();
      return;
    }
    this.#marker(markers.reset);
    const answer = this.#breakAnswer;
    this.#breakAnswer = undefined;
    if (answer !== undefined) this.send(answer());
  }

  #connect(text: string): void {
    const service = /\(\s*SERVICE_NAME\s*=\s*([^()]*)\)/i.exec(text)?.[1]?.trim().toLowerCase() ?? "";
    if (!this.#services.includes(service)) {
      // ORA-12514: the listener does not know the service.
      const reason = Buffer.from(
        "(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=12514)(ERROR_STACK=(ERROR=(CODE=12514)(EMFI=4))))",
      );
      const body = Buffer.alloc(4);
      body[0] = 34;
      body.writeUInt16BE(reason.length, 2);
      this.#socket.end(this.#packet(packets.refuse, Buffer.concat([body, reason])));
      return;
    }
    this.#state = "accepting";
    this.#socket.setTimeout(0);
    void this.#listener.connecting().then(() => this.#accept());
  }

  #accept(): void {
    const body = Buffer.alloc(37);
    body.writeUInt16BE(Math.min(protocolVersion, this.#version), 0);
    body.writeUInt16BE(1, 2);
    body.writeUInt16BE(this.#sdu, 4);
    body.writeUInt16BE(65535, 6);
    body.writeUInt16BE(1, 8);
    body.writeUInt16BE(45, 12);
    body[14] = 0x08; // no native encryption
    body[15] = 0x08;
    body.writeUInt32BE(this.#sdu, 24);
    body.writeUInt32BE(65535, 28);
    if (this.#closed) return;
    this.#socket.write(this.#packet(packets.accept, body));
    this.#socket.setTimeout(this.#patience);
    this.#largeLengths = true;
    this.#state = "open";
  }

  #marker(kind: number): void {
    this.#socket.write(this.#packet(packets.marker, Buffer.from([1, 0, kind])));
  }

  #packet(type: number, body: Buffer): Buffer {
    const packet = Buffer.alloc(8 + body.length);
    if (this.#largeLengths) packet.writeUInt32BE(packet.length, 0);
    else packet.writeUInt16BE(packet.length, 0);
    packet[4] = type;
    body.copy(packet, 8);
    return packet;
  }
}
