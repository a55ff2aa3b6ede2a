import assert from "node:assert/strict";
import type { ChildProcess } from "node:child_process";
import { existsSync, rmSync, statSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Project, small } from "../engine";
import type { EngineCommand, OperationOptions, Result, Stack } from "../engine";
import { processArgs, processesBelow } from "../session/search";
import { everything } from "./everything";
import { openSite } from "./fixture";
import type { Declared, Site } from "./fixture";
import { foreign, programOf, random, tokenStatus } from "./interruptions";

/** Declares what stands in a file beside it; names of others become the resources, as a program would write it. */
const program = `const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const ords = require("pulumi-ords");
const made = new Map();
const resource = (type, name) => made.get(type + name) ?? name;
for (const { name, type, inputs } of JSON.parse(readFileSync(join(__dirname, "declared.json"), "utf8"))) {
  const { module, modules, roles, ...rest } = inputs;
  const args = {
    ...rest,
    ...(module && { module: resource("OrdsModule", module) }),
    ...(modules && { modules: modules.map((one) => resource("OrdsModule", one)) }),
    ...(roles && { roles: roles.map((one) => resource("OrdsRole", one)) }),
  };
  made.set(type + inputs.name, new ords[type](name, args));
}
`;

/** Milliseconds that the call waits in which a kill comes; the kill comes within twice that: before, in or after it. */
const pause = 30;

interface Phase {
  readonly declared: readonly Declared[];
  readonly end: unknown;
  /** Calls of the database that it takes without a kill. */
  readonly calls: number;
}

interface Rig {
  readonly site: Site;
  readonly stack: Stack;
  readonly next: () => number;
  /** Processes of engines that were killed: provider hosts live on (rule 40), and finish what they do beside the next run. */
  readonly seen: Map<number, string>;
}

export interface Kills {
  readonly engines: number;
  readonly hosts: number;
  readonly convergences: number;
}

/**
 * Kills the engine or the provider host in the middle of up, update and destroy of a stack, cancels, runs again, and compares
 * the end with that of a run without a kill, until there were so many kills.
 */
export async function kill(
  kills: number,
  seed: number,
  size: number,
  say: (line: string) => void,
  engine: EngineCommand = small,
): Promise<Kills> {
  const site = await openSite();
  const project = new Project({ engine, language: "javascript", program, env: site.environment() });
  const rig: Rig = { site, stack: await project.init(), next: random(seed), seen: new Map() };
  const done = { engines: 0, hosts: 0, convergences: 0 };
  try {
    await site.byHand(foreign);
    const phases = await quietly(rig, size);
    let heard = new Map<string, Credentials>();
    for (let turn = 0; done.engines + done.hosts < kills; turn++) {
      const phase = phases[turn % phases.length]!;
      const victim = turn % 2 === 0 ? "engines" : "hosts";
      const isKilled = await killed(rig, phase, victim);
      // An engine that was killed leaves its lock (rule 41).
      if (isKilled && victim === "engines") {
        dropCutOffAttributes(rig);
        await rig.stack.cancel();
      }
      if (isKilled) {
        // What the killed run saved has been handed out.
        heard = new Map([...heard, ...(await secretsOf(rig))]);
        await operate(rig, phase.declared);
      }
      const where = `seed ${seed}, turn ${turn}, ${victim}`;
      assert.deepEqual(await everything(site), phase.end, where);
      heard = await checkedSecrets(rig, phase.declared, heard, where);
      endRest(rig);
      if (!isKilled) continue;
      done[victim] += 1;
      done.convergences += 1;
      say(`${where} killed: as without it`);
    }
    return done;
  } finally {
    endRest(rig);
    project.close();
    await site.stop();
  }
}

/** The same without a kill: what each phase ends in, and how many calls it takes. */
async function quietly(rig: Rig, size: number): Promise<Phase[]> {
  const phases: Phase[] = [];
  for (const declared of [programOf(0, size), programOf(1, size), []]) {
    rig.site.sandbox.activity.forget();
    await operate(rig, declared);
    const calls = rig.site.sandbox.activity.roundTrips;
    phases.push({ declared, end: await everything(rig.site), calls });
  }
  return phases;
}

function operate({ stack }: Rig, declared: readonly Declared[], options?: OperationOptions): Promise<Result> {
  if (declared.length === 0) return stack.destroy(options);
  stack.project.write("declared.json", JSON.stringify(declared));
  return stack.up(options);
}

/** False where the run was over before the moment came. */
async function killed(rig: Rig, { declared, calls }: Phase, victim: "engines" | "hosts"): Promise<boolean> {
  const { faults } = rig.site.sandbox;
  const nth = 1 + Math.floor(rig.next() * calls);
  const settle = rig.next() * 2 * pause;
  const { id } = faults.add({ effect: "latency", ms: pause, nth, user: "MYAPI" });
  const run: { engine?: ChildProcess; isOver: boolean } = { isOver: false };
  const onStart = (engine: ChildProcess): void => void (run.engine = engine);
  const running = operate(rig, declared, { mayFail: true, onStart }).finally(() => (run.isOver = true));
  const hasCome = (): boolean => faults.active.some((one) => one.id === id && one.happened > 0);
  try {
    while (!run.isOver && !hasCome()) await sleep(2);
    const engine = run.engine?.pid;
    if (run.isOver || engine === undefined) return false;
    const below = processesBelow(engine);
    for (const { pid, args } of below) rig.seen.set(pid, args);
    await sleep(settle);
    const host = below.find(({ args }) => args.includes("dynamic-provider"))?.pid;
    const pid = victim === "engines" ? engine : host;
    return pid !== undefined && end(pid);
  } finally {
    await running;
    faults.remove(id);
  }
}

/**
 * Pulumi keeps attributes (a checksum) in a file beside the state, and does not write that file atomically: killed meanwhile,
 * it leaves an empty one, and every command says "failed to load checkpoint: EOF" until that file is removed.
 */
function dropCutOffAttributes({ stack }: Rig): void {
  const file = `${stack.stateFile}.attrs`;
  if (existsSync(file) && statSync(file).size === 0) rmSync(file);
}

/** False where it had ended already. */
function end(pid: number): boolean {
  try {
    return process.kill(pid, "SIGKILL");
  } catch {
    return false;
  }
}

/** Ends what outlived an engine; a number that another process has by now is left alone. */
function endRest({ seen }: Rig): void {
  for (const [pid, args] of seen) {
    if (processArgs(pid) === args) end(pid);
  }
  seen.clear();
}

interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What the state has of each client, in plain text. */
async function secretsOf({ stack }: Rig): Promise<Map<string, Credentials>> {
  const { resources = [] } = (await stack.export({ showSecrets: true })).deployment;
  const clients = resources.filter(({ type }) => type.endsWith("OrdsOAuthClient"));
  return new Map(
    clients.map(({ urn, outputs }) => {
      const { clientId, clientSecret } = outputs as { clientId: string; clientSecret: { plaintext: string } };
      const secret = JSON.parse(clientSecret.plaintext) as string;
      return [urn.split("::").at(-1)!, { clientId, clientSecret: secret }];
    }),
  );
}

/** Whoever has heard of a secret can still use it, and what the state has is what ORDS has. */
async function checkedSecrets(
  rig: Rig,
  declared: readonly Declared[],
  heard: ReadonlyMap<string, Credentials>,
  where: string,
): Promise<Map<string, Credentials>> {
  const now = await secretsOf(rig);
  const names = declared.filter(({ type }) => type === "OrdsOAuthClient").map(({ name }) => name);
  assert.deepEqual([...now.keys()].sort(), names.sort(), where);
  const tokenUrl = `${rig.site.sandbox.baseUrl}/myapi/oauth/token`;
  for (const [name, credentials] of now) {
    if (heard.has(name)) assert.deepEqual(credentials, heard.get(name), `${where}: the secret of ${name}`);
    assert.equal(await tokenStatus({ ...credentials, tokenUrl }), 200, `${where}: a token for ${name}`);
  }
  return now;
}
