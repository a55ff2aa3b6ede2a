import { portError, SandboxError } from "./errors";
import { startControl } from "./control";
import type { Control } from "./control";
import { Faults } from "./faults";
import type { Activity } from "./net/activity";
import { Listener } from "./net/listener";
import { wholeParts } from "./parts";
import type { HttpServer, Parts, Row, SandboxDatabase } from "./parts";
import { selfSigned } from "./tls";
import type { Certificate } from "./tls";

export interface SandboxOptions {
  /** Version of ORDS. Default: 25.4. */
  readonly version?: string;
  /** Ports; free ones where they are left out. */
  readonly dbPort?: number;
  readonly httpPort?: number;
  /** A port that faults can be set through, where one is wanted; 0 is a free one. */
  readonly controlPort?: number;
  /**
   * Milliseconds that ORDS over HTTP believes what it has read of its metadata; ORDS itself has a second (fact 5).
   * Default: 0, a committed change is seen at once.
   */
  readonly metadataCache?: number;
  /** What ORDS's documentation leaves open, by switch. */
  readonly switches?: Readonly<Record<string, string>>;
  /** Both ports speak TLS. */
  readonly tls?: boolean;
  readonly parts?: Parts;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** Who exists at start: a schema that is to be REST-enabled, another, who administers ORDS, and who ORDS connects as. */
const userNames = ["MYAPI", "OTHER", "ADMIN", "ORDS_PUBLIC_USER"] as const;

const defaultVersion = "25.4";

/** A stand-in for an Oracle database with ORDS, on loopback, that forgets everything when it stops. */
export class Sandbox {
  readonly faults: Faults;
  readonly version: string;
  readonly connectString: string;
  /** Where ORDS is: schema aliases come after it. */
  readonly baseUrl: string;
  readonly controlUrl: string | undefined;
  /** With TLS: certificate and key in PEM, the driver's `walletContent`. */
  readonly wallet: string | undefined;
  readonly #users: ReadonlyMap<string, string>;
  readonly #running: Running;

  private constructor(running: Running, users: ReadonlyMap<string, string>, version: string) {
    const { tls, dbPort, http, control, faults } = running;
    const host = tls === undefined ? "127.0.0.1" : "localhost";
    this.#running = running;
    this.#users = users;
    this.faults = faults;
    this.version = version;
    this.connectString = `${tls === undefined ? "" : "tcps://"}${host}:${dbPort}/${running.database.services[0] ?? ""}`;
    this.baseUrl = `${tls === undefined ? "http" : "https"}://${host}:${http.port}/ords`;
    this.controlUrl = control === undefined ? undefined : `http://127.0.0.1:${control.port}`;
    this.wallet = tls === undefined ? undefined : tls.key + tls.cert;
  }

  /** @throws SandboxError */
  static async start(options: SandboxOptions = {}): Promise<Sandbox> {
    const parts = options.parts ?? wholeParts;
    const { version = defaultVersion, switches = {} } = options;
    checkProfile(parts, version, switches);
    const users = new Map(userNames.map((name) => [name as string, `${name.toLowerCase()}-sandbox`]));
    const database = await parts.openDatabase({ version, switches, users });
    return new Sandbox(await open(parts, database, options), users, version);
  }

  /** How often clients called and logged in, and what they had executed. */
  get activity(): Activity {
    return this.#running.listener.activity;
  }

  /** Connections that are open now. */
  get openSessions(): number {
    return this.#running.listener.sessions.size;
  }

  /** Name and password of a user that exists at start. */
  user(name: string): Credentials {
    const password = this.#users.get(name);
    if (password === undefined)
      throw new SandboxError(`There is no user ${name}: choose ${list(userNames)}.`);
    return { user: name, password };
  }

  /** What a query gives to SYS. */
  query(sql: string): Promise<Row[]> {
    return this.#running.database.query(sql);
  }

  async stop(): Promise<void> {
    const { listener, http, control, faults, database } = this.#running;
    faults.clear();
    await Promise.all([listener.close(), http.stop(), control?.stop()]);
    database.close();
  }
}

/** What a sandbox holds open. */
interface Running {
  readonly database: SandboxDatabase;
  readonly listener: Listener;
  readonly dbPort: number;
  readonly http: HttpServer;
  readonly control: Control | undefined;
  readonly faults: Faults;
  readonly tls: Certificate | undefined;
}

async function open(parts: Parts, database: SandboxDatabase, options: SandboxOptions): Promise<Running> {
  const {
    dbPort: wantedPort = 0,
    httpPort = 0,
    controlPort,
    version = defaultVersion,
    metadataCache = 0,
  } = options;
  const tls = options.tls === true ? selfSigned() : undefined;
  const faults = new Faults();
  const listener = new Listener(database, { interference: faults, tls });
  const dbPort = await opened(wantedPort, listener.listen(wantedPort));
  const unpaused = (): Promise<void> => faults.unpaused();
  let http: HttpServer | undefined;
  try {
    http = await opened(
      httpPort,
      parts.startHttp(database, { port: httpPort, tls, version, metadataCache, unpaused }),
    );
    const control =
      controlPort === undefined
        ? undefined
        : await opened(controlPort, startControl(faults, listener.activity, controlPort));
    return { database, listener, dbPort, http, control, faults, tls };
  } catch (error) {
    await Promise.all([listener.close(), http?.stop()]);
    throw error;
  }
}

async function opened<Result>(port: number, opening: Promise<Result>): Promise<Result> {
  try {
    return await opening;
  } catch (error) {
    throw portError(error, port);
  }
}

function checkProfile(parts: Parts, version: string, switches: Readonly<Record<string, string>>): void {
  if (!parts.versions.includes(version)) {
    throw new SandboxError(`There is no ORDS version ${version} here: choose ${list(parts.versions)}.`);
  }
  for (const [name, value] of Object.entries(switches)) {
    const values = parts.switches[name];
    if (values === undefined) {
      throw new SandboxError(`There is no switch ${name}: choose ${list(Object.keys(parts.switches))}.`);
    }
    if (!values.includes(value)) {
      throw new SandboxError(`The switch ${name} cannot be ${value}: choose ${list(values)}.`);
    }
  }
}

function list(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}
