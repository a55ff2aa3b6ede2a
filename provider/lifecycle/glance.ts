import type { Target } from "../ords/target";
import type { Outs } from "../session/operation";
import { writesSoFar } from "../session/session";
import type { Session } from "../session/session";
import { listBlock, outs } from "./blocks";
import { attributesOf } from "./check";
import type { AnyLifecycle, Common } from "./description";

type Properties = Common & Readonly<Record<string, unknown>>;

/** So many objects of a kind in one place are read each by itself. Who asks for more will mostly ask for all there are. */
const few = 4;

/** How long a list answers, in milliseconds. The reads of one refresh are as far apart, so nobody can tell the difference. */
const validFor = 10_000;

/**
 * Longest list, in characters: what is paid in vain where a place is full of objects of others. What it leaves out is read by
 * itself.
 */
const longest = 1_000_000;

/** A list is made again only where at least one in so many of its objects was asked for. */
const worthwhile = 8;

interface List {
  /** States as JSON, by key. */
  readonly states: ReadonlyMap<string, string>;
  readonly isCutOff: boolean;
  /** Milliseconds since 1970. */
  readonly until: number;
  used: number;
}

/** A reading of objects of one kind in one place, each once, while this process writes nothing. */
class Pass {
  readonly #writes = writesSoFar();
  readonly #asked = new Set<string>();
  #list: Promise<List | undefined> | undefined;
  #isGivenUp = false;

  /** Who reads an object a second time wants to know how it is by now, and nothing is known after a write. */
  isFor(key: string): boolean {
    return this.#isUndisturbed && !this.#asked.has(key);
  }

  get #isUndisturbed(): boolean {
    return this.#writes === writesSoFar();
  }

  /** Undefined says nothing about the object: it must be read by itself. */
  async stateOf(key: string, look: () => Promise<List | undefined>): Promise<string | undefined> {
    this.#asked.add(key);
    if (this.#asked.size <= few) return undefined;
    const list = await this.#current(look);
    const state = this.#isUndisturbed ? list?.states.get(key) : undefined;
    if (list !== undefined && state !== undefined) list.used += 1;
    return state;
  }

  async #current(look: () => Promise<List | undefined>): Promise<List | undefined> {
    if (this.#isGivenUp) return undefined;
    const asked = (this.#list ??= look());
    const list = await asked;
    if (list !== undefined && Date.now() <= list.until) return list;
    this.#isGivenUp ||= list === undefined || list.isCutOff || list.used * worthwhile < list.states.size;
    if (this.#list === asked) this.#list = undefined;
    return this.#current(look);
  }
}

const passes = new WeakMap<Session, Map<string, Pass>>();

/**
 * The engine asks for a few objects at a time, and each time waits for their answers. After the first ones of a kind, one
 * look at all of that kind in the same place answers those that follow, as long as that is as good as a read of each.
 * Undefined where it is not.
 */
export async function glance(
  lifecycle: AnyLifecycle,
  session: Session,
  target: Target,
  properties: Properties,
): Promise<Outs | undefined> {
  if (lifecycle.list === undefined) return undefined;
  const within = placeOf(lifecycle, properties);
  const place = JSON.stringify([lifecycle.type, target.schema, within]);
  const known = passes.get(session) ?? new Map<string, Pass>();
  passes.set(session, known);
  const key = keyOf(lifecycle, properties);
  let pass = known.get(place);
  if (pass?.isFor(key) !== true) known.set(place, (pass = new Pass()));
  const state = await pass.stateOf(key, () => lookAround(lifecycle, session, target, within));
  return state === undefined ? undefined : { [outs.state.out]: state };
}

/** A look that fails leaves it to the reads to say why. */
async function lookAround(
  lifecycle: AnyLifecycle,
  session: Session,
  target: Target,
  within: Properties,
): Promise<List | undefined> {
  const query = lifecycle.list?.(target, within);
  if (query === undefined) return undefined;
  const doing = `read all like it in schema ${target.schema ?? session.user}`;
  try {
    const found = await session.perform(listBlock(lifecycle, target, query, longest), { doing });
    const text = String(found[outs.state.out] ?? found[outs.longState.out] ?? "[]");
    const rows = JSON.parse(text) as object[];
    return {
      states: new Map(rows.map((row) => [keyOf(lifecycle, lifecycle.observed(row)), JSON.stringify(row)])),
      isCutOff: text.length > longest,
      until: Date.now() + validFor,
      used: 0,
    };
  } catch {
    return undefined;
  }
}

function keyOf(lifecycle: AnyLifecycle, properties: Properties): string {
  return JSON.stringify(lifecycle.key.map((name) => properties[name]));
}

/** The attributes that say what it lies in. */
function placeOf(lifecycle: AnyLifecycle, properties: Properties): Properties {
  const parents = attributesOf(lifecycle).filter(([, { parent }]) => parent === true);
  return Object.fromEntries(parents.map(([name]) => [name, properties[name]]));
}
