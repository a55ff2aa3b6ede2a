import type { dynamic } from "@pulumi/pulumi";
import type { Target } from "../ords/target";
import { ConflictError } from "../session/errors";
import type { Attempt } from "../session/errors";
import type { Operation, Outs } from "../session/operation";
import { sessionFor } from "../session/session";
import type { Session } from "../session/session";
import { readSettings } from "../session/settings";
import type { Settings } from "../session/settings";
import { createBlock, outs, readBlock, removeBlock, stepBlock, updateBlock } from "./blocks";
import { attributesOf, checkInputs } from "./check";
import type { AnyLifecycle, Common, Problem } from "./description";
import { changedAttributes, replacingAttributes } from "./diff";
import { differencesInWords } from "./differences";
import { glance } from "./glance";
import { forgetRename, rememberRename, withPresentNames } from "./renames";
import { targetFor } from "./target";
import { present, secret } from "./values";

type Properties = Common & Readonly<Record<string, unknown>>;

/** The one dynamic provider: it makes a lifecycle's check, diff, create, read, update and delete of its description. */
export class DynamicProvider implements dynamic.ResourceProvider {
  readonly #lifecycle: AnyLifecycle;
  #settings: Settings | undefined;

  constructor(lifecycle: AnyLifecycle) {
    this.#lifecycle = lifecycle;
  }

  /** Stores the settings before anything else can run: the host calls others before this one's promise has settled. */
  configure(request: dynamic.ConfigureRequest): Promise<void> {
    this.#settings = readSettings((key) => request.config.get(key), process.env);
    return Promise.resolve();
  }

  check(_olds: Properties, news: Properties): Promise<dynamic.CheckResult> {
    const settings = this.#configured();
    const { inputs, problems } = checkInputs(this.#lifecycle, news, settings);
    const all: readonly Problem[] = [...settings.problems.map((sentence) => ({ sentence })), ...problems];
    const failures = all.map(({ property, sentence }) => ({
      property: property ?? "",
      reason: sentence,
    }));
    return Promise.resolve({ inputs, failures });
  }

  diff(_id: string, olds: Properties, news: Properties): Promise<dynamic.DiffResult> {
    const changed = changedAttributes(this.#lifecycle, olds, news);
    const replaces = replacingAttributes(this.#lifecycle, changed, news);
    return Promise.resolve({
      changes: changed.length > 0,
      replaces,
      // Names and paths are unique in a schema: the new object cannot stand beside the old one.
      deleteBeforeReplace: replaces.length > 0,
    });
  }

  async create(want: Properties): Promise<dynamic.CreateResult> {
    const session = this.#session();
    const target = await this.#target(session, want);
    const attempt = this.#attempt("create", session, want);
    const id = [this.#schemaOf(session, want), ...this.#lifecycle.key.map((name) => want[name])].join("/");
    const made = await this.#perform(session, createBlock(this.#lifecycle, target, want), attempt);
    forgetRename(this.#lifecycle, session, want);
    if (made[outs.done.out] === 1) return { id, outs: this.#outputs(made, want, {}) };

    const there = this.#found(made, want);
    const changed = changedAttributes(this.#lifecycle, there, want);
    if (changed.length === 0) {
      return { id, outs: this.#outputs(await this.#take(session, target, want, made), want, {}) };
    }
    if (want.adopt !== true) throw this.#standsInTheWay(session, want, there, changed);
    const change = { target, want, had: there };
    const adopted = await this.#perform(session, updateBlock(this.#lifecycle, change, changed), attempt);
    return { id, outs: this.#outputs(await this.#take(session, target, want, adopted), want, {}) };
  }

  async read(id: string, had: Properties = {}): Promise<dynamic.ReadResult> {
    const session = this.#session();
    const found = await this.#look(session, await this.#target(session, had), had);
    if (rowOf(found) === undefined) return { id: "", props: {} };
    const props = this.#outputs(found, had, had);
    return { id, props, inputs: this.#readInputs(props) };
  }

  async update(_id: string, before: Properties, want: Properties): Promise<dynamic.UpdateResult> {
    const session = this.#session();
    const had = withPresentNames(this.#lifecycle, session, before);
    const target = await this.#target(session, want);
    const changed = changedAttributes(this.#lifecycle, had, want);
    if (changed.every((name) => this.#isLook(name))) {
      const found = await this.#look(session, target, want);
      if (rowOf(found) !== undefined) return { outs: this.#outputs(found, want, had) };
    }
    const attempt = { ...this.#attempt("update", session, want), ...this.#doing("update", session, had) };
    const block = updateBlock(this.#lifecycle, { target, want, had }, changed);
    const done = await this.#perform(session, block, attempt);
    if (done[outs.clash.out] === 1) {
      throw new ConflictError(
        `Could not ${attempt.doing}: ${this.#lifecycle.describe(want)} exists already, made by someone else. Delete it there, or choose another name.`,
      );
    }
    if (done[outs.done.out] === 1) {
      rememberRename(this.#lifecycle, session, had, want);
      return { outs: this.#outputs(done, want, had) };
    }
    const { outs: made } = (await this.create(want)) as { outs: object };
    const besides = this.#lifecycle.remade?.(want);
    console.log(
      `${this.#lifecycle.describe(want)} was gone and has been made again${besides === undefined ? "" : `, ${besides}`}.`,
    );
    return { outs: made };
  }

  async delete(_id: string, before: Properties): Promise<void> {
    const session = this.#session();
    const had = withPresentNames(this.#lifecycle, session, before);
    const target = await this.#target(session, had);
    const block = removeBlock(this.#lifecycle, target, had);
    await this.#perform(session, block, this.#attempt("delete", session, had));
  }

  /** @throws ConflictError when the statements refused: everything is then as it was. */
  async #perform(session: Session, operation: Operation, attempt: Attempt): Promise<Outs> {
    const found = await session.perform(operation, attempt);
    const refused = found[outs.refused.out];
    if (typeof refused === "string") throw new ConflictError(`Could not ${attempt.doing}: ${refused}`);
    return found;
  }

  async #take(session: Session, target: Target, want: Properties, found: Outs): Promise<Outs> {
    const { taken } = this.#lifecycle;
    if (taken === undefined) return found;
    const attempt = this.#attempt("take over", session, want);
    const operation: Operation = stepBlock(this.#lifecycle, { target, want, had: want }, taken.step);
    const result = await this.#perform(session, operation, attempt);
    const note = taken.note(want, target);
    if (note !== undefined) console.log(note);
    return result;
  }

  async #look(session: Session, target: Target, key: Properties): Promise<Outs> {
    const glanced = await glance(this.#lifecycle, session, target, key);
    if (glanced !== undefined) return glanced;
    const block = readBlock(this.#lifecycle, target, key);
    return this.#perform(session, block, this.#attempt("read", session, key));
  }

  #isLook(attribute: string): boolean {
    return attributesOf(this.#lifecycle).some(
      ([name, { change }]) => name === attribute && change === "look",
    );
  }

  /** What the state keeps: what was asked for, over it what was found, and the outputs made of both. */
  #outputs(found: Outs, want: Properties, had: Properties): Record<string, unknown> {
    const { around, outputs, secrets = [] } = this.#lifecycle;
    const row = rowOf(found) ?? {};
    const seen = { row, outs: found, want, had, baseUrl: this.#configured().baseUrl };
    const observed = { ...this.#lifecycle.observed(row), ...around?.(row) };
    const all = present({ ...this.#inputsOf(want), ...observed, ...outputs?.(seen) });
    for (const name of secrets) {
      const value = all[name];
      if (typeof value === "string") all[name] = secret(value);
    }
    return all;
  }

  #inputsOf(properties: Properties): Record<string, unknown> {
    return Object.fromEntries(attributesOf(this.#lifecycle).map(([name]) => [name, properties[name]]));
  }

  /** A secret is left out: nobody can tell here whether the program gave it or ORDS made it. */
  #readInputs(props: Record<string, unknown>): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.#inputsOf(props)).filter(
        ([name, value]) => value !== undefined && !this.#lifecycle.secrets?.includes(name),
      ),
    );
  }

  /** What stands there; in attributes that nobody can see it counts as equal to what is asked. */
  #found(found: Outs, want: Properties): Properties {
    const unseen = attributesOf(this.#lifecycle).filter(
      ([, { unobserved, change }]) => unobserved === true || change === "state" || change === "look",
    );
    const assumed = Object.fromEntries(unseen.map(([name]) => [name, want[name]]));
    return present({ ...assumed, ...this.#lifecycle.observed(rowOf(found) ?? {}) });
  }

  #standsInTheWay(
    session: Session,
    want: Properties,
    there: Properties,
    changed: readonly string[],
  ): ConflictError {
    const what = `${this.#lifecycle.describe(want)} exists already in schema ${this.#schemaOf(session, want)}`;
    const differences = differencesInWords(this.#lifecycle, changed, there, want);
    return new ConflictError(
      `${what} and differs: ${differences}. Set \`adopt: true\` to take it over and change it, or choose another name.`,
    );
  }

  #attempt(verb: string, session: Session, properties: Properties): Attempt {
    const hints = this.#lifecycle.hints?.(properties);
    const doing = this.#doing(verb, session, properties);
    return hints === undefined ? doing : { ...doing, hints };
  }

  #doing(verb: string, session: Session, properties: Properties): { doing: string } {
    return {
      doing: `${verb} ${this.#lifecycle.describe(properties)} in schema ${this.#schemaOf(session, properties)}`,
    };
  }

  #schemaOf(session: Session, properties: Properties): string {
    return properties.schema ?? session.user;
  }

  #target(session: Session, properties: Properties): Promise<Target> {
    return targetFor(this.#lifecycle, session, this.#configured(), properties);
  }

  #session(): Session {
    return sessionFor(this.#configured());
  }

  #configured(): Settings {
    // Without configure (an engine that has none to give) the environment alone counts.
    return (this.#settings ??= readSettings(() => undefined, process.env));
  }
}

function rowOf(found: Outs): object | undefined {
  const state = found[outs.state.out] ?? found[outs.longState.out];
  return typeof state === "string" ? (JSON.parse(state) as object) : undefined;
}
