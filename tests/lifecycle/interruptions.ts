import assert from "node:assert/strict";
import type { Fault } from "../sandbox/faults";
import { everything } from "./everything";
import { declare, openSite } from "./fixture";
import type { Declared, Site, Stack } from "./fixture";
import type { Profile } from "./profiles";

/** What is done to the call that a run is in. */
const kinds: readonly Fault[] = [
  { effect: "kill" },
  { effect: "cut", at: "call" },
  { effect: "cut", at: "beforeCommit" },
  { effect: "cut", at: "afterCommit" },
  { effect: "cut", at: "answer" },
];

/** A program of about 40 resources, of which every one differs between the two generations, some of them by name. */
export function programOf(generation: 0 | 1, size: number): Declared[] {
  const g = generation;
  const modules = Array.from({ length: Math.ceil(size / 13) }, (_, index) => index);
  return modules.flatMap((index) => {
    const module = `m${index}-${g}`;
    const role = `R${index}-${g}`;
    const handlers = Array.from({ length: 6 }, (_, number) =>
      declare(`h${index}-${number}`, "OrdsHandler", {
        module,
        pattern: `p${Math.floor(number / 2)}${number === 5 ? `-${g}` : ""}`,
        method: number % 2 === 0 ? "GET" : "POST",
        source: `select ${g} from dual /* ${"s".repeat(number * 9_000)} */`,
        parameters: [{ name: `X-${g}`, bindVariable: "a" }],
      }),
    );
    return [
      declare(`m${index}`, "OrdsModule", {
        name: module,
        basePath: `/b${index}/${g}/`,
        comments: `comments ${g}`,
        originsAllowed: [`https://o${g}`],
      }),
      declare(`t${index}`, "OrdsTemplate", { module, pattern: "p0", priority: 3 + g }),
      ...handlers,
      declare(`r${index}`, "OrdsRole", { name: role }),
      declare(`q${index}`, "OrdsPrivilege", {
        name: `q${index}`,
        roles: [role],
        patterns: [`/b${index}/${g}/*`],
        modules: [module],
        label: `label ${g}`,
      }),
      declare(`c${index}`, "OrdsOAuthClient", {
        name: `c${index}`,
        description: `client ${g}`,
        roles: [role],
      }),
    ];
  });
}

/** Made by hand beside the stack; it must outlive everything. */
export const foreign = `ords.define_module(p_module_name => 'theirs', p_base_path => '/theirs/');
ords.define_template('theirs', 't');
ords.define_handler(p_module_name => 'theirs', p_pattern => 't', p_source => 'theirs');
ords.create_role('THEIRS');`;

export interface Interrupted {
  readonly kills: number;
  readonly convergences: number;
}

/** A generator of numbers below 1, the same for the same seed. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Interrupts up, update and destroy at random calls, runs again, and compares the end with that of a run without
 * interruption. `kills` interruptions are spread over as many rounds as it takes.
 */
export async function interrupt(
  kills: number,
  seed: number,
  size: number,
  profile: Profile,
): Promise<Interrupted> {
  const next = random(seed);
  const site = await openSite(profile);
  try {
    await site.byHand(foreign);
    const nothing = await everything(site);
    const quiet = site.stack();
    const wanted: unknown[] = [];
    for (const generation of [0, 1] as const) {
      await quiet.up(programOf(generation, size));
      wanted.push(await everything(site));
    }
    await quiet.destroy();
    assert.deepEqual(await everything(site), nothing);

    let done = 0;
    let convergences = 0;
    while (done < kills) {
      const stack = site.stack();
      const phases: readonly (readonly [Declared[], unknown])[] = [
        [programOf(0, size), wanted[0]],
        [programOf(1, size), wanted[1]],
        [[], nothing],
      ];
      for (const [program, end] of phases) {
        const heard = secretsOf(stack, size);
        done += await interrupted(site, stack, program, next, size);
        assert.deepEqual(await everything(site), end, `seed ${seed}, after ${done} interruptions`);
        if (program.length > 0) {
          assert.deepEqual(new Set(Object.values(await stack.refresh())), new Set(["same"]));
          for (const [name, secret] of heard) {
            assert.equal(stack.outputs(name)["clientSecret"], secret, `the secret of ${name} was handed out`);
          }
          for (const [name] of secretsOf(stack, size)) {
            assert.equal(await tokenStatus(stack.outputs(name)), 200, `a token for ${name}`);
          }
        }
        convergences += 1;
      }
    }
    return { kills: done, convergences };
  } finally {
    await site.stop();
  }
}

/** Runs with an interruption, and again until nothing is left to do; says how often it was interrupted. */
async function interrupted(
  site: Site,
  stack: Stack,
  program: readonly Declared[],
  next: () => number,
  size: number,
): Promise<number> {
  const kind = kinds[Math.floor(next() * kinds.length)]!;
  const nth = 1 + Math.floor(next() * size);
  const fault = site.sandbox.faults.add({ ...kind, nth, user: "MYAPI" });
  let failures = 0;
  try {
    for (;;) {
      try {
        await stack.up(program);
        return failures;
      } catch (error) {
        failures += 1;
        if (failures > 3) throw error;
      }
    }
  } finally {
    fault.remove();
  }
}

/** What the token endpoint answers to a client's outputs. */
export async function tokenStatus(outputs: Readonly<Record<string, unknown>>): Promise<number> {
  const { clientId, clientSecret, tokenUrl } = outputs as Record<string, string>;
  const { status } = await fetch(tokenUrl!, {
    method: "POST",
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`,
      "content-type": "application/x-www-form-urlencoded",
    },
    body: "grant_type=client_credentials",
  });
  return status;
}

/** The secrets that a state has, by the resource. */
function secretsOf(stack: Stack, size: number): [string, unknown][] {
  return programOf(0, size)
    .filter(({ type, name }) => type === "OrdsOAuthClient" && stack.holds(name))
    .map(({ name }) => [name, stack.outputs(name)["clientSecret"]]);
}
