import { identifier, nothing, out, plsql } from "../ords/plsql";
import type { Fragment } from "../ords/plsql";
import { outRefused, refusable } from "../ords/refusal";
import type { Target } from "../ords/target";
import type { Operation } from "../session/operation";
import { attributesOf } from "./check";
import type { AnyLifecycle, Change, Common, Step, Way } from "./description";

/** Longest state, in characters, that comes back in the same round trip: at 4 bytes each it still fits one bind. */
const shortState = 8191;

/** Outs of a block, besides those of an object's own steps. */
export const outs = {
  state: out("state"),
  longState: out("long_state", "long"),
  /** 1: it was made or changed here. */
  done: out("done", "number"),
  /** 1: nothing was done, because the place it should move to is taken. */
  clash: out("clash", "number"),
  refused: outRefused,
} as const;

type Properties = Common & Readonly<Record<string, unknown>>;

/** Looks, and makes the object where there is none. What stands there already is left as it is. */
export function createBlock(lifecycle: AnyLifecycle, target: Target, want: Properties): Operation {
  const { looks, lookAtPlace } = placeOf(lifecycle, target, want);
  return operation(
    lifecycle,
    target,
    "write",
    looks,
    plsql`${lockOf(lifecycle, target, want)}${lookAtPlace}
if l_state is null then
${lifecycle.create(target, want)}
look;
${outs.done} := 1;
end if;`,
  );
}

/**
 * Looks where the object was left, and where it should be when its key changes: a rename upstream may have moved it there
 * already. Then runs the steps of the changed attributes. Finds nothing: does nothing, and `done` stays empty.
 */
export function updateBlock(
  lifecycle: AnyLifecycle,
  change: Change<Properties>,
  changed: readonly string[],
): Operation {
  const { target, want, had } = change;
  const movedBy = changed.filter((name) => (lifecycle.key as readonly string[]).includes(name));
  const otherSteps = stepsOf(
    lifecycle,
    change,
    changed.filter((name) => !movedBy.includes(name)),
  );
  const finish = plsql`
if l_state is not null then
${otherSteps}
look;
${outs.done} := 1;
end if;`;
  if (movedBy.length === 0) {
    const look = looking("look", lifecycle.observe(target, want));
    return operation(
      lifecycle,
      target,
      "write",
      [look],
      plsql`${lockOf(lifecycle, target, want)}look;${finish}`,
    );
  }
  const { looks, lookAtPlace } = placeOf(lifecycle, target, want);
  const places = formerPlaces(lifecycle, change, movedBy);
  const looksBack = places.map((place, index) =>
    looking(`look_back_${index}`, lifecycle.observe(target, place)),
  );
  const moves = places.map(
    (place, index) => plsql`
if not l_found then
${identifier(`look_back_${index}`)};
l_found := l_state is not null;
if l_found and not l_taken then
${stepsOf(lifecycle, { ...change, had: place }, movedBy)}
end if;
end if;`,
  );
  return operation(
    lifecycle,
    target,
    "write",
    [...looks, ...looksBack],
    plsql`${lockOf(lifecycle, target, want)}${lockOf(lifecycle, target, had)}${lookAtPlace}
l_taken := l_state is not null;
${moves}
if l_found and l_taken then
l_state := null;
${outs.clash} := 1;
else
look;${finish}
end if;`,
  );
}

/**
 * Where the object may be, besides the place where it should be: where the state has it, or the same below a parent that was
 * renamed meanwhile.
 */
function formerPlaces(
  lifecycle: AnyLifecycle,
  { want, had }: Change<Properties>,
  movedBy: readonly string[],
): Properties[] {
  const parents = attributesOf(lifecycle)
    .filter(([name, { parent }]) => parent === true && movedBy.includes(name))
    .map(([name]) => name);
  if (parents.length === 0 || parents.length === movedBy.length) return [had];
  return [had, { ...had, ...Object.fromEntries(parents.map((name) => [name, want[name]])) }];
}

/** How to look at the object, and at what would be in the way where it is to be. */
function placeOf(
  lifecycle: AnyLifecycle,
  target: Target,
  want: Properties,
): { readonly looks: readonly Fragment[]; readonly lookAtPlace: Fragment } {
  const look = looking("look", lifecycle.observe(target, want));
  const obstacle = lifecycle.obstacle?.(target, want);
  return obstacle === undefined
    ? { looks: [look], lookAtPlace: plsql`look;` }
    : { looks: [look, looking("look_for_obstacle", obstacle)], lookAtPlace: plsql`look_for_obstacle;` };
}

/** One step alone, for an object that is there. */
export function stepBlock(
  lifecycle: AnyLifecycle,
  change: Change<Properties>,
  step: Step<Common>,
): Operation {
  const { target, want } = change;
  const look = looking("look", lifecycle.observe(target, want));
  return operation(
    lifecycle,
    target,
    "write",
    [look],
    plsql`${lockOf(lifecycle, target, want)}${step(change)}\nlook;`,
  );
}

export function readBlock(lifecycle: AnyLifecycle, target: Target, key: Properties): Operation {
  return operation(
    lifecycle,
    target,
    "read",
    [looking("look", lifecycle.observe(target, key))],
    plsql`look;`,
  );
}

/** Looks at all objects of the kind: the state is a list. It ends with the object that makes it longer than `longest`. */
export function listBlock(
  lifecycle: AnyLifecycle,
  target: Target,
  query: Fragment,
  longest?: number,
): Operation {
  const isEnough =
    longest === undefined ? nothing : plsql`exit when dbms_lob.getlength(l_state) > ${longest};\n`;
  const all = plsql`procedure look is
begin
dbms_lob.createtemporary(l_state, true);
for found in (${query}) loop
${isEnough}dbms_lob.append(l_state, to_clob(case dbms_lob.getlength(l_state) when 0 then '[' else ',' end));
dbms_lob.append(l_state, found.state);
end loop;
dbms_lob.append(l_state, to_clob(case dbms_lob.getlength(l_state) when 0 then '[]' else ']' end));
end;
`;
  return operation(lifecycle, target, "read", [all], plsql`look;`);
}

export function removeBlock(lifecycle: AnyLifecycle, target: Target, had: Properties): Operation {
  const body = plsql`${lockOf(lifecycle, target, had)}${lifecycle.remove(target, had)}`;
  return operation(lifecycle, target, "write", [], body);
}

function lockOf(lifecycle: AnyLifecycle, target: Target, key: Properties): Fragment {
  return lifecycle.lock?.(target, key) ?? nothing;
}

/** The ways of these attributes, each once, in the order of the table. */
function stepsOf(lifecycle: AnyLifecycle, change: Change<Properties>, changed: readonly string[]): Fragment {
  const ways = new Set<Way<Common>>();
  for (const [name, { change: how }] of attributesOf(lifecycle)) {
    if (typeof how === "object" && changed.includes(name)) ways.add(how);
  }
  return plsql`${[...ways].map(({ run }) => plsql`${run(change)}\n`)}`;
}

function looking(name: string, query: Fragment): Fragment {
  return plsql`procedure ${identifier(name)} is
begin
l_state := null;
for found in (${query}) loop l_state := found.state; end loop;
end;
`;
}

function operation(
  lifecycle: AnyLifecycle,
  target: Target,
  effect: Operation["effect"],
  looks: readonly Fragment[],
  body: Fragment,
): Operation {
  const report =
    looks.length === 0
      ? nothing
      : plsql`
if l_state is not null then
if dbms_lob.getlength(l_state) <= ${limit} then ${outs.state} := dbms_lob.substr(l_state, ${limit}, 1);
else ${outs.longState} := l_state;
end if;
end if;`;
  const declarations = plsql`l_state clob;
l_taken boolean := false;
l_found boolean := false;
${looks}`;
  const { parts } =
    effect === "write"
      ? refusable(declarations, plsql`${body}${report}`)
      : plsql`declare
${declarations}begin
${body}${report}
end;`;
  return { effect, schema: target.schema, alone: lifecycle.alone === true && effect === "write", parts };
}

const limit = { bind: shortState };
