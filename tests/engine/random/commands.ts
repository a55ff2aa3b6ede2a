import { type Chance, isCustom, keyOf, TEXTS, type Thing } from "./world";

/** How the provider behaves, by "<method> <key>". */
export type Steer = Record<string, Record<string, unknown>>;

/** A signal to the engine in the middle of a call that is slow then. */
export interface Interruption {
  name: "SIGINT" | "SIGKILL";
  /** "<method> <key>" */
  call: string;
  /** Milliseconds after which it comes once more. */
  again?: number;
}

/** A change of the exported state by hand. */
export interface Edit {
  what: "drop" | "alter" | "protect" | "condemn" | "unfinish" | "await";
  name: string;
}

/** A resource in the file of an import. */
export type Wanted = Record<"type" | "name", string> & Record<string, unknown>;

const urnOf = ({ name }: Thing): string => `**::${name}`;

/** How the provider misbehaves; everything but delays asks for a run in turn. */
export function misbehaviour({ pick, often }: Chance, things: readonly Thing[], command: string): Steer {
  const those = things.filter(isCustom);
  if (those.length === 0) return {};
  const key = keyOf(pick(those));
  const faults: Record<string, [method: string, steer: Record<string, unknown>][]> = {
    up: [
      ["create", { throw: `no ${key}` }],
      ["update", { throw: `no update of ${key}` }],
      ["create", { partial: [`half of ${key}`, "and more"] }],
      ["update", { partial: [`half of ${key}`] }],
      ["delete", { throw: "busy" }],
      ["check", { failures: [{ property: "text", reason: "bad" }] }],
      ["check", { throw: "cannot check" }],
      ["diff", { throw: "cannot compare" }],
      ["diff", { answer: { changes: true, replaces: ["text"] } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["diff", { answer: { changes: true, replaces: ["key"], deleteBeforeReplace: true } }],
      ["create", { outs: { text: "made otherwise" } }],
    ],
    refresh: [
      ["read", { gone: true }],
      ["read", { inputs: { text: "drifted" } }],
      ["read", { outs: { serial: "another" } }],
      ["read", { throw: "cannot look" }],
      ["diff", { answer: { changes: true } }],
    ],
    destroy: [["delete", { throw: "busy" }]],
    import: [
      ["check", { failures: [{ property: "text", reason: "bad" }] }],
      ["check", { throw: "cannot check" }],
    ],
  };
  const kind = command === "preview" ? "up" : command;
  const list = often(25) ? [...(faults[kind] ?? []), ...(faults.refresh ?? [])] : (faults[kind] ?? []);
  const [method, steer] = pick(list);
  return { [`${method} ${key}`]: steer };
}

export function command(chance: Chance, things: readonly Thing[]): string[] {
  const { pick, often } = chance;
  const verb = pick(["up", "up", "up", "up", "up", "preview", "refresh", "refresh", "destroy"]);
  const words = [verb];
  const hasPreviewOnly = verb === "refresh" || verb === "destroy";
  if (hasPreviewOnly && often(10)) words.push("--preview-only");
  else if (verb !== "preview" && often(85)) words.push("--skip-preview");
  if (verb === "refresh" && often(20)) words.push("--clear-pending-creates");
  if (verb !== "refresh" && often(12)) words.push("--refresh");
  if ((verb === "refresh" || verb === "destroy") && often(35)) words.push("--run-program");
  if (things.length > 0 && often(verb === "destroy" ? 50 : 15)) {
    words.push("--target", urnOf(pick(things)));
    if (often(25)) words.push(verb === "up" ? "--target-replace" : "--target", urnOf(pick(things)));
    if (often(50)) words.push("--target-dependents");
  } else if (things.length > 0 && often(10)) {
    words.push("--exclude", urnOf(pick(things)));
    if (often(50) && verb !== "destroy") words.push("--exclude-dependents");
  }
  if (verb === "up" && things.length > 0 && often(5)) words.push("--replace", urnOf(pick(things)));
  if (often(15) && verb !== "preview" && verb !== "refresh") words.push("--continue-on-error");
  if (often(10)) words.push("--expect-no-changes");
  if (often(5)) words.push("--suppress-outputs");
  if (often(15)) words.push("--diff");
  if (often(10) && verb !== "preview") words.push("--show-replacement-steps");
  return words;
}

/** Resources of the program that an import takes into the state; some lack what would be needed for that. */
export function imports({ pick, often }: Chance, things: readonly Thing[]): Wanted[] {
  const wanted = things.filter((one) => one.kind === "Item" || one.kind === "Group");
  if (wanted.length === 0) return [];
  const chosen = often(60) ? [pick(wanted)] : wanted.slice(0, 3);
  const groups = chosen.filter(({ kind }) => kind === "Group");
  const own = { type: "pulumi:providers:pulumi-nodejs", name: "own", inputs: { "recorder:user": "ann" } };
  const hasOwn = often(15);
  const found = chosen.map(({ name, kind, options }) => {
    if (kind === "Group") return { type: "recorder:index:Group", name, component: true };
    const inputs = {
      __provider: 'exports.handler=()=>require("recorder/provider").Item;',
      colour: "grey",
      key: name,
      ...(often(50) && { text: pick(TEXTS) }),
    };
    return {
      type: "pulumi-nodejs:dynamic/recorder:Item",
      name,
      id: `id-${name}`,
      ...(groups.some((one) => one.name === options.parent) && { parent: options.parent }),
      ...(hasOwn ? { provider: "own" } : often(10) && { version: "1.0.0" }),
      ...(often(90) && { inputs, outputs: { ...inputs, serial: `serial-${name}`, revision: 1 } }),
    };
  });
  return hasOwn ? [own, ...found] : found;
}

export function interruption({ pick, often }: Chance, things: readonly Thing[], verb: string): Interruption {
  const methods = { up: ["create", "update", "delete"], refresh: ["read"], destroy: ["delete"] }[verb] ?? [];
  const call = `${pick(methods)} ${keyOf(pick(things))}`;
  if (often(50)) return { name: "SIGKILL", call };
  return { name: "SIGINT", call, ...(often(30) && { again: 600 }) };
}

export const edit = ({ pick }: Chance, things: readonly Thing[]): Edit => {
  return {
    what: pick(["drop", "alter", "protect", "condemn", "unfinish", "await"]),
    name: pick(things).name,
  };
};
