import assert from "node:assert/strict";
import fc from "fast-check";
import { atLeast } from "../sandbox/ords/releases";
import { everything } from "./everything";
import { declare, openSite } from "./fixture";
import type { Declared } from "./fixture";
import type { Profile } from "./profiles";

/** A choice for each resource; undefined leaves it out. Two objects of one kind never ask for the same name. */
interface Choice {
  readonly modules: readonly (
    readonly [name: number, path: number, items: number, comments: number] | undefined
  )[];
  readonly templates: readonly (readonly [module: number, pattern: number, priority: number] | undefined)[];
  readonly handlers: readonly (
    readonly [module: number, pattern: number, method: number, source: number, parameters: number] | undefined
  )[];
  readonly roles: readonly (number | undefined)[];
  readonly privilege: readonly [name: number, sets: number, label: number] | undefined;
  readonly client: readonly [name: number, roles: number, description: number] | undefined;
}

const few = fc.nat({ max: 2 });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined, freq: 3 });
const several = <T>(value: fc.Arbitrary<T>, count: number): fc.Arbitrary<(T | undefined)[]> =>
  fc.array(maybe(value), { minLength: count, maxLength: count });

const choice: fc.Arbitrary<Choice> = fc.record({
  modules: several(fc.tuple(few, few, few, few), 2),
  templates: several(fc.tuple(few, few, few), 2),
  handlers: several(fc.tuple(few, few, few, few, few), 4),
  roles: several(few, 2),
  privilege: maybe(fc.tuple(few, fc.nat({ max: 7 }), few)),
  client: maybe(fc.tuple(few, fc.nat({ max: 3 }), few)),
});

const methods = ["GET", "POST", "PUT"];

/** The program of a choice. What would lie in a module that is left out is left out as well. */
function programOf(
  { modules, templates, handlers, roles, privilege, client }: Choice,
  { version }: Profile,
): Declared[] {
  // Fact 171.
  const seldom = atLeast(version, "26.1") ? "PATCH" : "DELETE";
  const nameOf = (index: number): string | undefined => {
    const module = modules[index % modules.length];
    return module === undefined ? undefined : `m${index % modules.length}-${module[0]}`;
  };
  const roleNames = roles.map((role, index) => (role === undefined ? undefined : `R${index}-${role}`));
  const program: (Declared | undefined)[] = [
    ...modules.map((module, index) =>
      module === undefined
        ? undefined
        : declare(`m${index}`, "OrdsModule", {
            name: nameOf(index),
            basePath: `/b${index}/${module[1]}/`,
            itemsPerPage: [25, 0, 10][module[2]],
            comments: [undefined, "one", "two"][module[3]],
          }),
    ),
    ...templates.map((template, index) => {
      const module = template === undefined ? undefined : nameOf(template[0]);
      return template === undefined || module === undefined
        ? undefined
        : declare(`t${index}`, "OrdsTemplate", {
            module,
            pattern: `p${index}-${template[1]}`,
            priority: 1 + template[2],
          });
    }),
    ...handlers.map((handler, index) => {
      const module = handler === undefined ? undefined : nameOf(handler[0]);
      if (handler === undefined || module === undefined) return undefined;
      // Two handlers share each template, and differ in their methods.
      return declare(`h${index}`, "OrdsHandler", {
        module,
        pattern: `p${index % 2}-${handler[1]}`,
        method: index < 2 ? methods[handler[2]] : ["DELETE", seldom, "DELETE"][handler[2]],
        source: `select ${handler[3]} from dual`,
        parameters: handler[4] === 0 ? undefined : [{ name: `X-${handler[4]}`, bindVariable: "b" }],
      });
    }),
    ...roleNames.map((name, index) =>
      name === undefined ? undefined : declare(`r${index}`, "OrdsRole", { name }),
    ),
    privilege &&
      declare("privilege", "OrdsPrivilege", {
        name: `p-${privilege[0]}`,
        roles: roleNames.filter((name, index) => name !== undefined && (privilege[1] & (1 << index)) !== 0),
        modules: [nameOf(0)].filter((name) => name !== undefined && (privilege[1] & 4) !== 0),
        patterns: [`/x/${privilege[2]}`],
        label: [undefined, "one", "two"][privilege[2]],
      }),
    client &&
      declare("client", "OrdsOAuthClient", {
        name: `c-${client[0]}`,
        roles: roleNames.filter((name, index) => name !== undefined && (client[1] & (1 << index)) !== 0),
        description: [undefined, "one", "two"][client[2]],
      }),
  ];
  return program.filter((one) => one !== undefined);
}

/** Beside the stack, in modules, templates and roles of its own. */
const foreign = `ords.define_module(p_module_name => 'theirs', p_base_path => '/theirs/', p_comments => 'theirs');
ords.define_template(p_module_name => 'theirs', p_pattern => 't', p_priority => 7);
ords.define_handler(p_module_name => 'theirs', p_pattern => 't', p_source => 'theirs');
ords.create_role('THEIRS');`;

/** A sequence of programs ends as the last of them would have by itself, and nothing else has moved. */
export async function runSequences(runs: number, seed: number, profile: Profile): Promise<number> {
  const site = await openSite(profile);
  let programs = 0;
  try {
    await site.byHand(foreign);
    const nothing = await everything(site);
    await fc.assert(
      fc.asyncProperty(fc.array(choice, { minLength: 2, maxLength: 5 }), async (choices) => {
        const stack = site.stack();
        for (const one of choices) {
          await stack.up(programOf(one, profile));
          programs += 1;
        }
        const last = programOf(choices.at(-1)!, profile);
        const found = await everything(site);
        assert.deepEqual(
          new Set(Object.values(await stack.up(last))),
          new Set(last.length === 0 ? [] : ["same"]),
        );
        await stack.destroy();
        assert.deepEqual(await everything(site), nothing, "nothing is left of it");
        const fresh = site.stack();
        await fresh.up(last);
        assert.deepEqual(found, await everything(site), "as the last program by itself");
        await fresh.destroy();
      }),
      { numRuns: runs, seed, interruptAfterTimeLimit: 600_000, endOnFailure: true },
    );
    return programs;
  } finally {
    await site.stop();
  }
}
