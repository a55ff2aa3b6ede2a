import type * as pulumi from "@pulumi/pulumi";
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { short } from "../replay/clean";
import { type EngineCommand, pulumiOnPath, small } from "../engines";
import { type Json, type JsonObject, listOf, objectOf, parse, textOf } from "../replay/json";
import { normalise, type NormalStep } from "../replay/normalise";
import type { ScenarioStep } from "../replay/recording";
import { Workspace } from "../replay/workspace";

type Args = Record<string, unknown>;
type ItemClass = new (
  name: string,
  args: Args,
  options?: pulumi.CustomResourceOptions,
) => pulumi.CustomResource & Record<"serial" | "text" | "key" | "token" | "secret", pulumi.Output<string>>;

/** What a program of a scenario works with. Its text is written to a file: it sees nothing else. */
export interface Tools {
  pulumi: typeof pulumi;
  Item: ItemClass;
  Vault: ItemClass;
  Connection: new (name: string, args: Args, options?: pulumi.ResourceOptions) => pulumi.ProviderResource;
  step: number;
}
export type Program = (tools: Tools) => unknown;

/** How a call of the provider behaves, by "<method> <key>": see program/recorder/provider.js. */
type Steer = Record<string, Record<string, unknown>>;

export interface Options {
  step?: number;
  steer?: Steer;
  env?: Record<string, string>;
  signal?: ScenarioStep["signal"];
}

/** What a command did. */
export interface Outcome extends Omit<NormalStep, "calls"> {
  /** Every call but configure in the order they began, as "<method> <key or id>". */
  did: string[];
  calls: NormalStep["calls"];
  stdout: string;
  stderr: string;
  resources: JsonObject[];
  /** Names of the resources in the state but the stack and providers, in order of their URNs. */
  names: string[];
}

const keyOf = (detail: JsonObject): string => {
  const [news, olds] = [objectOf(detail.news), objectOf(detail.olds)];
  const byId = detail.method === "delete" || detail.method === "read" || detail.method === "update";
  return byId ? textOf(detail.id).replace(/^id-/, "") : textOf(news.key ?? olds.key);
};

const isOwn = ({ type }: JsonObject): boolean => !/^pulumi:(pulumi|providers):/.test(textOf(type));

/** A stack of its own with one program, for the length of a test. */
export class Playground {
  readonly #workspace: Workspace;
  readonly folder: string;

  constructor(engine: EngineCommand) {
    this.#workspace = new Workspace(engine);
    this.folder = this.#workspace.project("recording");
  }

  get stateFile(): string {
    return this.#workspace.stateFile(this.folder);
  }

  get root(): string {
    return this.#workspace.root;
  }

  /** A program, or the text of a scenario's file. */
  async open(program: Program | string): Promise<this> {
    this.program(program);
    await this.#workspace.initialise();
    return this;
  }

  close(): void {
    this.#workspace.close();
  }

  program(program: Program | string): void {
    const isText = typeof program === "string";
    this.write("scenarios/own.js", isText ? program : `exports.program = ${program.toString()};\n`);
  }

  write(name: string, content: string | Json): void {
    writeFileSync(join(this.folder, name), typeof content === "string" ? content : JSON.stringify(content));
  }

  async run(command: readonly string[], { step = 1, steer, env, signal }: Options = {}): Promise<Outcome> {
    const chosen = {
      SCENARIO: "own",
      STEP: `${step}`,
      ...(steer && { RECORDER_STEER: JSON.stringify(steer) }),
      ...env,
    };
    const raw = await this.#workspace.command(this.folder, command, { env: chosen, signal });
    const normal = normalise(raw, this.#workspace.places);
    const resources = listOf(normal.state?.resources).map(objectOf);
    const calls = normal.calls.filter(({ detail }) => detail.method !== "configure");
    return {
      ...normal,
      did: calls.map(({ detail }) => `${textOf(detail.method)} ${keyOf(detail)}`),
      stdout: raw.stdout,
      stderr: raw.stderr,
      resources,
      names: resources.filter(isOwn).map(({ urn }) => short(textOf(urn)).split("::").at(-1) ?? ""),
    };
  }

  /** Exports the state, changes resources in it, and imports it again. */
  async edit(change: (resource: JsonObject) => void): Promise<void> {
    const state = objectOf(parse((await this.good(["stack", "export"])).stdout));
    listOf(objectOf(state.deployment).resources).map(objectOf).forEach(change);
    this.write("edited.json", state);
    await this.good(["stack", "import", "--file", "edited.json"]);
  }

  /** A command that must end well. */
  async good(command: readonly string[], options?: Options): Promise<Outcome> {
    const outcome = await this.run(command, options);
    assert.equal(outcome.exitCode, 0, `${command.join(" ")}:\n${outcome.stdout}${outcome.stderr}`);
    return outcome;
  }

  /** A command that must fail with status 1. */
  async bad(command: readonly string[], options?: Options): Promise<Outcome> {
    const outcome = await this.run(command, options);
    assert.equal(outcome.exitCode, 1, `${command.join(" ")}:\n${outcome.stdout}${outcome.stderr}`);
    return outcome;
  }

  up(options?: Options): Promise<Outcome> {
    return this.good(["up", "--skip-preview"], options);
  }

  failingUp(options?: Options): Promise<Outcome> {
    return this.bad(["up", "--skip-preview"], options);
  }

  destroy(options?: Options): Promise<Outcome> {
    return this.good(["destroy", "--skip-preview"], options);
  }
}

/** Defines tests for the small engine, and for the real one where there is one. */
export function onEveryEngine(
  title: string,
  define: (play: (program: Program) => Promise<Playground>) => void,
): void {
  for (const engine of [small, pulumiOnPath()]) {
    if (!engine) continue;
    describe(`${title}, on ${engine.name}`, function () {
      this.timeout(180_000);
      const open: Playground[] = [];
      afterEach(() => {
        for (const playground of open.splice(0)) playground.close();
      });
      define((program) => {
        const playground = new Playground(engine);
        open.push(playground);
        return playground.open(program);
      });
    });
  }
}

/** Asserts that calls began in this order, others between them or not. */
export function inOrder(did: readonly string[], ...wanted: string[]): void {
  let at = -1;
  for (const call of wanted) {
    at = did.indexOf(call, at + 1);
    assert.ok(at >= 0, `${wanted.join(", ")} in this order; there were ${did.join(", ")}`);
  }
}

/** The calls that change something, of an outcome. */
export const writes = ({ did }: Outcome): string[] =>
  did.filter((call) => /^(create|update|delete) /.test(call));
