import { strict as assert } from "node:assert";
import { connect, createServer } from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import fc from "fast-check";
import oracledb from "oracledb";
import { Wire } from "./fixture";

/** Whoever is soaked: anything that the driver can log in to. */
export interface Target {
  readonly port: number;
  readonly connectString: string;
  readonly user: string;
  readonly password: string;
  /** A block that both kinds of targets know, without binds. */
  readonly block: string;
  /** Connections that are open now. */
  readonly openSessions: () => number;
}

/** What a driver says from connecting to leaving, packet by packet. */
export async function recordDriver(target: Target): Promise<Buffer[]> {
  const said: Buffer[] = [];
  const sockets = new Set<Socket>();
  const proxy = createServer((client) => {
    const server = connect(target.port, "127.0.0.1");
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      sockets.add(from);
      from.pipe(to);
      from.on("error", () => to.destroy());
    }
    client.on("data", (data: Buffer) => said.push(Buffer.from(data)));
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
  const { port } = proxy.address() as AddressInfo;
  const connectString = target.connectString.replace(String(target.port), String(port));
  const { user, password, block } = target;
  const connection = await oracledb.getConnection({ user, password, connectString });
  await connection.execute(block);
  await connection.commit();
  await connection.close();
  for (const socket of sockets) socket.destroy();
  proxy.close();
  return said;
}

/** Longest that the sandbox may take to close a connection once its client has left, in milliseconds. */
const patience = 5000;

/** Sends bytes as they are, leaves, and waits until the other side has noticed. */
async function say(port: number, messages: readonly Uint8Array[]): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const socket = connect(port, "127.0.0.1");
    const timer = setTimeout(() => reject(new Error("the port does not close connections")), patience);
    socket.on("error", () => socket.destroy());
    socket.on("close", () => {
      clearTimeout(timer);
      resolve();
    });
    socket.on("data", () => undefined);
    socket.on("connect", () => {
      for (const message of messages) socket.write(message);
      socket.end();
      // A listener that waits for the rest of a packet keeps its half open.
      setTimeout(() => socket.destroy(), 10);
    });
  });
}

/** Bytes that nobody means. */
const noise = fc.array(fc.uint8Array({ maxLength: 400 }), { minLength: 1, maxLength: 4 });

/** What drivers say, with some bytes changed, parts left out, said twice or cut off. */
export function mutations(said: readonly Buffer[]): fc.Arbitrary<Uint8Array[]> {
  const message = fc
    .record({
      index: fc.nat({ max: said.length - 1 }),
      bytes: fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      cut: fc.option(fc.nat(), { freq: 6 }),
    })
    .map(({ index, bytes, cut }) => ({ index, change: changed(said[index]!, bytes, cut) }));
  return fc.tuple(fc.boolean(), fc.array(message, { minLength: 1, maxLength: 4 })).map(([whole, changes]) => {
    if (!whole) return changes.map(({ change }) => change);
    const last = Math.max(...changes.map(({ index }) => index));
    return said.slice(0, last + 1).map((one, at) => changes.find(({ index }) => index === at)?.change ?? one);
  });
}

function changed(message: Buffer, bytes: readonly [number, number][], cut: number | null): Uint8Array {
  const copy = Buffer.from(message);
  for (const [at, value] of bytes) copy[at % copy.length] = value;
  return cut === null ? copy : copy.subarray(0, cut % copy.length);
}

/** Sends any bytes to a port, `runs` times; fails where it hangs or dies. */
export async function anyBytes(
  port: number,
  runs: number,
  seed?: number,
  bytes: fc.Arbitrary<Uint8Array[]> = noise,
): Promise<void> {
  await fc.assert(
    fc.asyncProperty(bytes, (messages) => say(port, messages)),
    { numRuns: runs, seed, interruptAfterTimeLimit: undefined },
  );
}

/** Logs in and out, one after another. */
export async function logins({ user, password, connectString }: Target, count: number): Promise<void> {
  for (let i = 0; i < count; i++) {
    const connection = await oracledb.getConnection({ user, password, connectString });
    await connection.close();
  }
}

/** Connections that are all open at once, each of which works. */
export async function crowd(
  { user, password, connectString, block, openSessions }: Target,
  size: number,
): Promise<void> {
  const connecting = Array.from({ length: size }, () =>
    oracledb.getConnection({ user, password, connectString }),
  );
  const connections = await Promise.all(connecting);
  try {
    assert.ok(openSessions() >= size);
    await Promise.all(connections.map((connection) => connection.execute(block)));
  } finally {
    await Promise.all(connections.map((connection) => connection.close()));
  }
}

/** Calls as fast as they go, on a few connections, for so long. */
export async function fullSpeed(
  { user, password, connectString, block }: Target,
  ms: number,
): Promise<number> {
  const end = performance.now() + ms;
  let calls = 0;
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      const connection = await oracledb.getConnection({ user, password, connectString });
      for (; performance.now() < end; calls++) await connection.execute(block);
      await connection.close();
    }),
  );
  return calls;
}

/** MB that half of a soak may add: what is kept is kept within its first half. */
const mostGrowth = 30;

export interface SoakResult {
  readonly calls: number;
  /** Growth of the heap over the second half of the work, in MB. */
  readonly growth: number;
}

/**
 * All of it: `runs` messages of noise and as many mutations of what drivers say, 200 connections at once, a hundred log
 * ons a run up to 10,000, and full speed. Fails where the target crashes, hangs, keeps connections or grows.
 */
export async function soakTarget(
  target: Target,
  runs: number,
  seed: number,
  fullSpeedMs: number,
  logons = Math.min(runs * 100, 10_000),
): Promise<SoakResult> {
  const said = await recordDriver(target);
  const round = async (share: number, offset: number): Promise<number> => {
    await anyBytes(target.port, Math.ceil(runs * share), seed + offset);
    await anyBytes(target.port, Math.ceil(runs * share), seed + offset + 1, mutations(said));
    await crowd(target, 200);
    await logins(target, Math.ceil(logons * share));
    return fullSpeed(target, fullSpeedMs * share);
  };
  const first = await round(0.5, 0);
  const before = heap();
  const second = await round(0.5, 2);
  await sleep(100);
  assert.equal(target.openSessions(), 0);
  const growth = heap() - before;
  assert.ok(growth < mostGrowth, `the heap grew by ${growth.toFixed(1)} MB`);
  return { calls: first + second, growth };
}

/** Soaks the listener alone, two minutes of it at full speed. */
export async function soak(runs: number, seed: number, fullSpeedMs = 120_000): Promise<SoakResult> {
  const wire = await Wire.start();
  try {
    const target = {
      port: wire.port,
      connectString: wire.connectString,
      user: "scott",
      password: "tiger",
      block: "begin nothing; end;",
      openSessions: () => wire.listener.sessions.size,
    };
    return await soakTarget(target, runs, seed, fullSpeedMs);
  } finally {
    await wire.stop();
  }
}

/** In MB, without what is garbage. */
export function heap(): number {
  setFlagsFromString("--expose-gc");
  (runInNewContext("gc") as () => void)();
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}
