import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { errors } from "undici";
import { knownCodes } from "../../provider/session/advice";
import { DatabaseError } from "../../provider/session/errors";
import { selfSigned } from "../sandbox/tls";
import type { Fault } from "../sandbox/faults";
import { failure, operation, perform, sessionOf, TestListener } from "./fixture";
import type { Config } from "./fixture";
import { HttpServer } from "./http";
import { Port, Tunnel } from "./tunnel";

const tls = selfSigned();
const expired = selfSigned(new Date("2001-01-01"));

/** The codes of an error and of what caused it; errors of undici's parser have a name only, and the driver puts some into text. */
function codesOf(error: unknown): string[] {
  if (!(error instanceof Error)) return [];
  const { code } = error as { code?: unknown };
  const more = error instanceof AggregateError ? error.errors.flatMap(codesOf) : [];
  const inText = error.message.match(/\b(?:NJS|DPI)-\d+/g) ?? [];
  return [
    ...(typeof code === "string" ? [code] : []),
    error.name,
    ...inText,
    ...more,
    ...codesOf(error.cause),
  ];
}

/** What fails with these settings: an error of ours with advice, the real one below it. */
async function codesWith(config: Config): Promise<string[]> {
  const session = sessionOf(config);
  try {
    const error = await failure(perform(session, operation("null;")));
    assert.ok(error instanceof DatabaseError);
    assert.match(error.message, /^Could not change a thing as \w+ at \S+: [\s\S]+: [^:]*[a-z][\s\S]*\.$/);
    assert.doesNotMatch(error.message, /hush/);
    return codesOf(error.cause);
  } finally {
    await session.close();
  }
}

/** Each way to an error: settings that are put over those of a server that works, and what is done to it. */
interface Way {
  readonly config?: (place: Place) => Config;
  readonly fault?: Fault;
  /** Something that is no database answers instead. */
  readonly answers?: (socket: Socket) => void;
  /** The server's certificate; plain without. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

interface Place {
  readonly port: number;
  readonly folder: string;
  /** A web proxy that leads to the server. */
  readonly proxy: string;
}

const tcps = ({ port }: Place): Config => ({
  connectString: `tcps://localhost:${port}/freepdb1`,
  walletContent: tls.key + tls.cert,
});

function descriptor(port: number, service: string, security = ""): string {
  return `(description=(address=(protocol=${security === "" ? "tcp" : "tcps"})(host=localhost)(port=${port}))(connect_data=(${service}))${security})`;
}

function token(text: string): (place: Place) => Config {
  return (place) => ({ ...tcps(place), password: "", accessToken: text });
}

const past = `h.${Buffer.from('{"exp":1}').toString("base64url")}.s`;

/** An accept packet of a database that speaks version 314 of the protocol: 11g. */
const tooOld = Buffer.concat([
  Buffer.from([0, 32, 0, 0, 2, 0, 0, 0, 314 >> 8, 314 & 255, 0, 0, 0x20, 0, 0x7f, 0xff]),
  // The flags say that there is no native encryption.
  Buffer.from([0, 0, 0, 0, 0, 0, 8, 8, 0, 0, 0, 0, 0, 0, 0, 0]),
]);

/** How a listener refuses. */
function refusing(code: number): (socket: Socket) => void {
  const reason = Buffer.from(`(DESCRIPTION=(TMP=)(VSNNUM=0)(ERR=${code}))`);
  const packet = Buffer.concat([
    Buffer.from([0, 12 + reason.length, 0, 0, 4, 0, 0, 0, 34, 0, 0, reason.length]),
    reason,
  ]);
  return (socket) => socket.once("data", () => socket.end(packet));
}

/** What the driver's classes of errors come from: connection strings, names, TLS, tokens, the network, time, the server. */
const driverErrors: Readonly<Record<string, Way>> = {
  "DPI-1047": { config: () => ({ libDir: "/nowhere" }) },
  "NJS-084": { config: token("hush-no-token") },
  "NJS-087": { config: token(past) },
  "NJS-123": { fault: { effect: "latency", ms: 5000, text: "null" }, config: () => ({ callTimeout: "1" }) },
  "NJS-138": { answers: (socket) => socket.once("data", () => socket.write(tooOld)) },
  "NJS-500": { fault: { effect: "cut", at: "call", text: "null" } },
  "NJS-501": { answers: (socket) => socket.once("data", () => socket.resetAndDestroy()) },
  "NJS-503": { config: () => ({ connectString: "127.0.0.1:1/freepdb1" }) },
  "NJS-504": {
    config: (place) => ({ ...tcps(place), httpsProxy: `http://127.0.0.1:${place.port}` }),
    answers: (socket) => socket.once("data", () => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n")),
  },
  "NJS-505": { tls, config: (place) => ({ ...tcps(place), walletContent: tls.cert }) },
  "NJS-506": { tls: expired, config: tcps },
  "NJS-507": {
    tls,
    config: ({ port }) => ({
      walletContent: tls.key + tls.cert,
      connectString: descriptor(
        port,
        "service_name=freepdb1",
        '(security=(ssl_server_dn_match=yes)(ssl_server_cert_dn="CN=other"))',
      ),
    }),
  },
  "NJS-508": {
    tls,
    config: (place) => ({
      ...tcps(place),
      connectString: `tcps://db.example.com:${place.port}/freepdb1`,
      httpsProxy: place.proxy,
    }),
  },
  "NJS-510": { fault: { effect: "stall" }, config: () => ({ connectTimeout: "1" }) },
  "NJS-511": { answers: refusing(12516) },
  "NJS-512": {
    config: ({ port }) => ({
      connectString: `(description=(address=(protocol=ipc)(host=localhost)(port=${port})))`,
    }),
  },
  "NJS-514": { config: () => ({ connectString: "(description=nothing)" }) },
  "NJS-515": { config: ({ port }) => ({ connectString: `ftp://localhost:${port}/freepdb1` }) },
  "NJS-516": { config: () => ({ connectString: "nobody" }) },
  "NJS-517": { config: ({ folder }) => ({ connectString: "nobody", configDir: folder }) },
  "NJS-518": { config: ({ port }) => ({ connectString: `localhost:${port}/nope` }) },
  "NJS-519": {
    answers: refusing(12505),
    config: ({ port }) => ({ connectString: descriptor(port, "sid=nope") }),
  },
  "NJS-520": { config: () => ({ connectString: "nobody", configDir: "/nowhere" }) },
  "NJS-521": { answers: (socket) => socket.once("data", () => socket.end()) },
  "NJS-530": { config: () => ({ connectString: "nowhere.invalid:1521/freepdb1" }) },
};

/** Codes of the driver that have advice and cannot come from here. */
const neverHere: Readonly<Record<string, string>> = {
  "NJS-045": "the driver's own binary is where it belongs",
  "NJS-040": "the pool's queue has no limit of its own",
  "NJS-116": "the sandbox has no verifiers of Oracle 10g",
  "DPI-1072": "is about libraries of another version, and there are none",
  "NJS-118": "a process of tests is in one mode, and stays in it",
  "NJS-125": "an empty connect string is none, and that is said before",
  "NJS-529": "is about wallets that come from configuration providers",
  "NJS-533": "the sandbox does not ask for native encryption",
};

/** The server behind the web proxy has another name than it was called by. */
const throughProxy = ({ port, proxy }: Place): Config => ({
  sqlUrl: `https://db.example.com:${port}/ords/a/_/sql`,
  httpsProxy: proxy,
  ca: tls.cert,
});

/** What undici's classes of errors come from. */
const undiciErrors: Readonly<Record<string, Way>> = {
  ENOTFOUND: { config: () => ({ sqlUrl: "https://nowhere.invalid/ords/a/_/sql" }) },
  ECONNREFUSED: { config: () => ({ sqlUrl: "https://127.0.0.1:1/ords/a/_/sql" }) },
  ECONNRESET: { answers: (socket) => socket.once("data", () => socket.resetAndDestroy()) },
  UND_ERR_SOCKET: { answers: (socket) => socket.once("data", () => socket.end()) },
  UND_ERR_CONNECT_TIMEOUT: {
    answers: () => undefined,
    config: ({ port }) => ({ sqlUrl: `https://127.0.0.1:${port}/ords/a/_/sql`, connectTimeout: "1" }),
  },
  UND_ERR_HEADERS_TIMEOUT: { answers: () => undefined, config: () => ({ callTimeout: "1" }) },
  UND_ERR_BODY_TIMEOUT: {
    answers: (socket) =>
      socket.once("data", () => socket.write("HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{")),
    config: () => ({ callTimeout: "1" }),
  },
  HTTPParserError: { answers: (socket) => socket.end("220 mail.example.com ESMTP\r\n") },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    answers: (socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"),
    config: ({ port }) => ({ sqlUrl: `https://127.0.0.1:${port}/ords/a/_/sql` }),
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: {
    tls,
    config: ({ port }) => ({ sqlUrl: `https://localhost:${port}/ords/a/_/sql` }),
  },
  CERT_HAS_EXPIRED: {
    tls: expired,
    config: ({ port }) => ({ sqlUrl: `https://localhost:${port}/ords/a/_/sql`, ca: expired.cert }),
  },
  ERR_TLS_CERT_ALTNAME_INVALID: { tls, config: throughProxy },
  UND_ERR_HEADERS_OVERFLOW: {
    answers: (socket) =>
      socket.once("data", () => socket.end(`HTTP/1.1 200 OK\r\nx-long: ${"x".repeat(20_000)}\r\n\r\n`)),
  },
  UND_ERR_ABORTED: {
    config: ({ port }) => ({
      sqlUrl: "https://db.example.com/ords/a/_/sql",
      httpsProxy: `http://127.0.0.1:${port}`,
    }),
    answers: (socket) => socket.once("data", () => socket.end("HTTP/1.1 403 Forbidden\r\n\r\n")),
  },
  "HTTP 503": {
    answers: (socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n")),
  },
};

const misuse = "is raised where a program uses undici wrongly";
const unused = "comes from a part of undici that is not used here";

/** Codes of undici that cannot come from here. */
const neverOfUndici: Readonly<Record<string, string>> = {
  UND_ERR_ABORT: "is the class above UND_ERR_ABORTED",
  UND_ERR_BPL_MISSING_UPSTREAM: unused,
  UND_ERR_CLOSED: "no request is made after the end: that is said before",
  UND_ERR_DESTROYED: "no request is made after the end: that is said before",
  UND_ERR_INFO: "is told to undici itself, which sends such a request again",
  UND_ERR_INVALID_ARG: misuse,
  UND_ERR_INVALID_RETURN_VALUE: misuse,
  UND_ERR_MAX_ORIGINS_REACHED: unused,
  UND_ERR_NOT_SUPPORTED: misuse,
  UND_ERR_PRX_TLS: "a proxy with a certificate for another name needs a machine with another name",
  UND_ERR_REQ_CONTENT_LENGTH_MISMATCH: misuse,
  UND_ERR_REQ_RETRY: unused,
  UND_ERR_RESPONSE: unused,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the parser says so before: UND_ERR_SOCKET",
  UND_ERR_RES_EXCEEDED_MAX_SIZE: unused,
  UND_ERR_SOCKS5: unused,
  UND_ERR_WS_MESSAGE_SIZE_EXCEEDED: unused,
};

describe("undici's errors, of every class", () => {
  for (const [code, { config, answers, tls: serverTls }] of Object.entries(undiciErrors)) {
    it(code, async () => {
      const server = await HttpServer.start(serverTls);
      const other = answers === undefined ? undefined : await Port.open(answers);
      const port = other?.number ?? server.port;
      const tunnel = await Tunnel.start(port);
      try {
        const place = { port, folder: "", proxy: tunnel.url };
        const login = { user: "myapi", password: "hush-password" };
        const sqlUrl = `http://127.0.0.1:${port}/ords/a/_/sql`;
        const codes = await codesWith({ ...login, sqlUrl, ...config?.(place) });
        assert.ok(codes.includes(code), codes.join(", "));
      } finally {
        tunnel.stop();
        other?.close();
        await server.stop();
      }
    });
  }

  it("are all that undici has, or it is said why not", () => {
    const provoked = Object.keys(undiciErrors);
    const own = Object.values(errors)
      .map((One) => new (One as unknown as new (...args: unknown[]) => Error)("", 0, { headers: {} }))
      .map((error) => (error as { code?: string }).code ?? error.name);
    const left = own.filter((code) => !provoked.includes(code) && code !== "UND_ERR");
    assert.deepEqual(left.sort(), Object.keys(neverOfUndici).sort());
  });
});

describe("the driver's errors, of every class", () => {
  for (const [code, { config, fault, answers, tls: serverTls }] of Object.entries(driverErrors)) {
    it(code, async () => {
      const server = await TestListener.start(serverTls === undefined ? {} : { tls: serverTls });
      const other = answers === undefined ? undefined : await Port.open(answers);
      const port = other?.number ?? server.port;
      const tunnel = await Tunnel.start(port);
      const folder = mkdtempSync(path.join(tmpdir(), "classes-"));
      writeFileSync(path.join(folder, "tnsnames.ora"), "somebody = (description=)\n");
      if (fault !== undefined) server.faults.add(fault);
      try {
        const place = { port, folder, proxy: tunnel.url };
        const all = {
          ...server.config,
          connectString: `127.0.0.1:${port}/freepdb1`,
          ...config?.(place),
        };
        const codes = await codesWith(all);
        // In a process that has connected in Thin mode it is that.
        assert.ok(codes.includes(code) || codes.includes("NJS-118"), codes.join(", "));
      } finally {
        tunnel.stop();
        other?.close();
        rmSync(folder, { recursive: true });
        await server.stop();
      }
    });
  }

  it("are all that have advice, or it is said why not", () => {
    const known = [...knownCodes].filter((code) => /^(NJS|DPI)-/.test(code)).sort();
    assert.deepEqual([...Object.keys(driverErrors), ...Object.keys(neverHere)].sort(), known);
  });
});
