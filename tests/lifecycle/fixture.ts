import { DynamicProvider } from "../../provider/lifecycle/dynamic";
import { lifecycles } from "../../provider/lifecycles";
import { closeSessions } from "../../provider/session/session";
import { configKey, settingNames, settingRow } from "../../provider/session/settingTable";
import { Sandbox } from "../sandbox";
import { Relay } from "../session/relay";
import type { SandboxOptions } from "../sandbox";
import type { Row } from "../sandbox/parts";

export type Type = keyof typeof lifecycles;
type Properties = Record<string, unknown>;
type Settings = Readonly<Record<string, string>>;

/** What lies in another, or refers to it, comes after it. */
const types = Object.keys(lifecycles);

/** One resource of a program: what its constructor would hand to the engine. */
export interface Declared {
  readonly name: string;
  readonly type: Type;
  readonly inputs: Properties;
}

/** The SDK's types leave properties untyped. */
interface Read {
  readonly id?: string;
  readonly props?: Properties;
  readonly inputs?: Properties;
}

interface Checked {
  readonly inputs: Properties;
  readonly failures?: readonly { readonly reason: string }[];
}

interface Kept extends Declared {
  readonly id: string;
  /** As the state holds them, in plain text. */
  readonly outputs: Properties;
}

export function declare(name: string, type: Type, inputs: Properties): Declared {
  return { name, type, inputs };
}

/** A message of `check` that keeps a resource from being made. */
export class CheckFailure extends Error {}

/**
 * A stack without an engine: it calls the providers as the engine does, one after another, and keeps what they answer. What
 * the program no longer declares goes last, what lies in others before those (rule 5).
 */
export class Stack {
  readonly #settings: Settings;
  readonly #administrator: Settings | undefined;
  readonly #providers = new Map<Type, DynamicProvider>();
  #kept = new Map<string, Kept>();

  /** With the settings of an administrator, it is they who enable and disable MYAPI. */
  constructor(settings: Settings, administrator?: Settings) {
    this.#settings = settings;
    this.#administrator = administrator;
  }

  provider(type: Type): DynamicProvider {
    let provider = this.#providers.get(type);
    if (provider === undefined) {
      provider = new DynamicProvider(lifecycles[type]);
      const settings = type === "OrdsSchema" ? (this.#administrator ?? this.#settings) : this.#settings;
      const get = (key: string): string | undefined => settings[key];
      void provider.configure({ config: { get, require: (key: string) => get(key) ?? "" } });
      this.#providers.set(type, provider);
    }
    return provider;
  }

  holds(name: string): boolean {
    return this.#kept.has(name);
  }

  outputs(name: string): Properties {
    const kept = this.#kept.get(name);
    if (kept === undefined) throw new Error(`The stack has no ${name}.`);
    return kept.outputs;
  }

  /** What a run did, by resource: create, update, replace, same, delete. */
  async up(program: readonly Declared[]): Promise<Record<string, string>> {
    const done: Record<string, string> = {};
    for (const declared of program) done[declared.name] = await this.#step(declared);
    const gone = [...this.#kept.values()].filter(({ name }) => !program.some((one) => one.name === name));
    for (const kept of gone.sort((a, b) => types.indexOf(b.type) - types.indexOf(a.type))) {
      await this.#delete(kept);
      done[kept.name] = "delete";
    }
    return done;
  }

  /** What a preview would say, by resource; of those to change, which properties do. */
  async preview(program: readonly Declared[]): Promise<Record<string, string>> {
    const planned: Record<string, string> = {};
    for (const { name, type, inputs } of program) {
      const kept = this.#kept.get(name);
      const checked = await this.#check(type, inputs);
      planned[name] = kept === undefined ? "create" : await this.#diff(kept, checked);
    }
    return planned;
  }

  /** Reads everything, or what is named; says what became of each: same, drift or gone. */
  async refresh(names?: readonly string[]): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const kept of [...this.#kept.values()]) {
      if (names?.includes(kept.name) === false) continue;
      const { id, props, inputs } = (await this.provider(kept.type).read(kept.id, kept.outputs)) as Read;
      if (id === "") {
        this.#kept.delete(kept.name);
        found[kept.name] = "gone";
        continue;
      }
      const outputs = plain(props ?? {});
      const diff = await this.provider(kept.type).diff(kept.id, outputs, kept.inputs);
      this.#kept.set(kept.name, { ...kept, outputs, inputs: { ...kept.inputs, ...inputs } });
      found[kept.name] = diff.changes === true ? "drift" : "same";
    }
    return found;
  }

  destroy(): Promise<Record<string, string>> {
    return this.up([]);
  }

  /** Takes an object into the state as these inputs describe it. */
  async hold(name: string, type: Type, inputs: Properties): Promise<void> {
    const checked = await this.#check(type, inputs);
    this.#kept.set(name, { name, type, inputs: checked, id: name, outputs: checked });
  }

  /** Brings up what does not depend on one another, all at the same moment. */
  async upAtOnce(program: readonly Declared[]): Promise<void> {
    await Promise.all(program.map((declared) => this.#step(declared)));
  }

  /** Forgets a resource without touching the object: it is someone else's now. */
  forget(name: string): void {
    this.#kept.delete(name);
  }

  async #step({ name, type, inputs }: Declared): Promise<string> {
    const checked = await this.#check(type, inputs);
    const provider = this.provider(type);
    const kept = this.#kept.get(name);
    if (kept !== undefined) {
      const planned = await this.#diff(kept, checked);
      if (planned === "same") {
        this.#kept.set(name, { ...kept, inputs: checked });
        return planned;
      }
      if (planned === "update") {
        const { outs } = (await provider.update(kept.id, kept.outputs, checked)) as { outs: Properties };
        this.#kept.set(name, { ...kept, inputs: checked, outputs: plain(outs) });
        return planned;
      }
      await this.#delete(kept);
    }
    const { id, outs } = (await provider.create(checked)) as { id: string; outs: Properties };
    this.#kept.set(name, { name, type, inputs: checked, id, outputs: plain(outs) });
    return kept === undefined ? "create" : "replace";
  }

  async #check(type: Type, inputs: Properties): Promise<Properties> {
    const isForAnother = type === "OrdsSchema" && this.#administrator !== undefined;
    const given = isForAnother ? { schema: "MYAPI", ...inputs } : inputs;
    const { inputs: checked, failures = [] } = (await this.provider(type).check({}, given)) as Checked;
    if (failures.length > 0) throw new CheckFailure(failures.map(({ reason }) => reason).join("; "));
    return checked;
  }

  async #diff({ id, type, outputs }: Kept, checked: Properties): Promise<"same" | "update" | "replace"> {
    const { changes, replaces = [] } = await this.provider(type).diff(id, outputs, checked);
    return changes !== true ? "same" : replaces.length > 0 ? "replace" : "update";
  }

  async #delete({ name, type, id, outputs }: Kept): Promise<void> {
    await this.provider(type).delete(id, outputs);
    this.#kept.delete(name);
  }
}

/** The engine keeps what a secret envelope holds, and hands it back in plain text (rule 25). */
function plain(outputs: Properties): Properties {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, isSecret(value) ? value.value : value]),
  );
}

function isSecret(value: unknown): value is { readonly value: unknown } {
  return typeof value === "object" && value !== null && "4dabf18193072939515e22adb298388d" in value;
}

export interface Site {
  readonly sandbox: Sandbox;
  /** As MYAPI, or another user of the sandbox. `settings` are added to those of the connection. */
  stack(user?: string, settings?: Settings): Stack;
  settings(user?: string): Record<string, string>;
  /** The same as a process takes them from its environment. */
  environment(user?: string): Record<string, string>;
  /** Runs a block as a user, as someone by hand would. */
  byHand(block: string, user?: string): Promise<void>;
  /** The same without the commit, which comes when `done` says so. */
  openByHand(block: string, done: () => Promise<void>, user?: string): Promise<void>;
  /** Rows of a query that SYS sees, names of columns in lower case. */
  rows(sql: string): Promise<Record<string, unknown>[]>;
  stop(): Promise<void>;
}

export interface SiteOptions extends SandboxOptions {
  /** MYAPI is not enabled. */
  readonly isBare?: boolean;
  /** Another way to the database than over Oracle Net with a password: the settings of a user's stack. */
  readonly way?: (sandbox: Sandbox, user: string) => Record<string, string>;
}

/**
 * `ORDS_TEST_WAY=sql` runs all of it over REST-enabled SQL. Whether MYAPI is enabled, and under which alias, is then an
 * administrator's business: the URL that they use does not move meanwhile.
 */
export const overSql = process.env.ORDS_TEST_WAY === "sql";

/** A sandbox of its own with MYAPI enabled as `myapi`, and what tests do with it. */
export async function openSite({ isBare = false, way, ...options }: SiteOptions = {}): Promise<Site> {
  const sandbox = await Sandbox.start(options);
  const relay = overSql && way === undefined ? await Relay.start(sandbox) : undefined;
  const enabled = isBare ? ["ADMIN"] : ["ADMIN", "MYAPI"];
  const settings = (name = "MYAPI"): Record<string, string> => {
    if (way !== undefined) return way(sandbox, name);
    const { user, password } = sandbox.user(name);
    return {
      ...(relay !== undefined && enabled.includes(name)
        ? { "ords:sqlUrl": relay.sqlUrl(name.toLowerCase()) }
        : { "ords:connectString": sandbox.connectString }),
      "ords:user": user,
      "ords:password": password,
      "ords:baseUrl": sandbox.baseUrl,
    };
  };
  const openByHand = async (block: string, done: () => Promise<void>, name = "MYAPI"): Promise<void> => {
    const oracledb = await import("oracledb");
    const connection = await oracledb.default.getConnection({
      ...sandbox.user(name),
      connectString: sandbox.connectString,
    });
    try {
      await connection.execute(`begin\n${block}\nend;`);
      await done();
      await connection.commit();
    } finally {
      await connection.close();
    }
  };
  const byHand = (block: string, name?: string): Promise<void> =>
    openByHand(block, () => Promise.resolve(), name);
  const site: Site = {
    sandbox,
    settings,
    environment: (user) =>
      Object.fromEntries(
        settingNames.flatMap((name) => {
          const value = settings(user)[configKey(name)];
          return value === undefined ? [] : [[settingRow(name).env, value]];
        }),
      ),
    byHand,
    openByHand,
    stack: (user = "MYAPI", more = {}) =>
      new Stack(
        { ...settings(user), ...more },
        relay !== undefined && user === "MYAPI" ? settings("ADMIN") : undefined,
      ),
    rows: async (sql) => (await sandbox.query(sql)).map(lowerCased),
    stop: async () => {
      await closeSessions();
      await relay?.stop();
      await sandbox.stop();
    },
  };
  if (relay !== undefined) await byHand("ords.enable_schema(p_url_mapping_pattern => 'admin');", "ADMIN");
  try {
    if (!isBare) await enableByHand(site, isRestricted(options));
  } catch (error) {
    await sandbox.stop();
    throw error;
  }
  return site;
}

/** Whether only administrators may enable schemas there. */
export function isRestricted({ switches }: Pick<SiteOptions, "switches">): boolean {
  return switches?.["selfEnablement"] === "restricted";
}

/** MYAPI, as `myapi`, by whoever may. */
export function enableByHand(site: Site, byAdministrator: boolean): Promise<void> {
  return byAdministrator
    ? site.byHand("ords_admin.enable_schema(p_schema => 'MYAPI', p_url_mapping_pattern => 'myapi');", "ADMIN")
    : site.byHand("ords.enable_schema(p_url_mapping_pattern => 'myapi');");
}

function lowerCased(row: Row): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name.toLowerCase(), value]));
}

/** What a failing promise says. */
export async function message(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  throw new Error("It did not fail.");
}
