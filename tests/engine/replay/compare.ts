import { compareCalls } from "./calls";
import { canonical, isObject, type Json, listOf, objectOf, sortBy, textOf } from "./json";
import { meaningOf } from "./meanings";
import type { NormalStep } from "./normalise";
import type { Message, RecordedStep } from "./recording";

/** The sides of a step that are compared, and the words for them in COVERAGE.md. */
export const ASPECTS = {
  exitCode: "exit code",
  calls: "provider calls",
  order: "order of the calls",
  processes: "processes of the calls",
  mostAtOnce: "calls at once",
  changes: "change counts",
  result: "result",
  operations: "operations",
  messages: "messages",
  display: "display",
  outputs: "outputs",
  plainSecrets: "secrets in plain text",
  locks: "locks",
  leftBehind: "processes left behind",
  state: "state",
} as const;
export type Aspect = keyof typeof ASPECTS;
export type Differences = Partial<Record<Aspect, string[]>>;

const shown = (value: Json | undefined): string => {
  const text = value === undefined ? "nothing" : JSON.stringify(value);
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
};

/** A list's entries by what they are about, so that one missing entry is not a difference at every place after it. */
function named(list: readonly Json[]): Record<string, Json> {
  const entries: Record<string, Json> = {};
  for (const item of list) {
    const { urn, delete: condemned, id, resource } = objectOf(item);
    const subject = [urn ?? objectOf(resource).urn, condemned && id].filter(Boolean).map(textOf).join(" ");
    let name = subject.split("::").slice(2).join("::") || subject;
    while (name in entries) name += " again";
    entries[name] = item;
  }
  return entries;
}

/** Every place where two values differ, a sentence each. Neither order of properties nor of the process that made them counts. */
export function differences(recorded: Json | undefined, actual: Json | undefined, where = ""): string[] {
  if (canonical(recorded) === canonical(actual)) return [];
  if (Array.isArray(recorded) && Array.isArray(actual) && [...recorded, ...actual].every(isAbout)) {
    return differences(named(recorded), named(actual), where);
  }
  if (!isObject(recorded) || !isObject(actual)) {
    return [`${where || "value"}: recorded ${shown(recorded)}, here ${shown(actual)}`];
  }
  const names = [...new Set([...Object.keys(recorded), ...Object.keys(actual)])];
  return names.flatMap((name) =>
    differences(recorded[name], actual[name], where ? `${where} ${name}` : name),
  );
}

const isAbout = (item: Json): boolean => isObject(item) && Boolean(item.urn ?? item.resource);

function compareMessages(recorded: readonly Message[], actual: readonly Message[]): string[] {
  const texts = (messages: readonly Message[]): string[] =>
    messages
      .map(({ severity, urn = "", text }) => `${severity} ${urn} ${meaningOf(text)}`)
      // Whether a promise is handled late is between Node and the machine's speed.
      .filter((text) => !text.endsWith("<node warns of a promise handled late>"));
  const left = texts(actual);
  const missing = texts(recorded).filter((wanted) => {
    const at = left.indexOf(wanted);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [
    ...missing.map((line) => `missing: ${shown(line)}`),
    ...left.map((line) => `besides: ${shown(line)}`),
  ];
}

/** A host's stack trace comes in pieces of any size, and each piece counts as a message. */
function withoutPieces(lines: readonly string[]): readonly string[] {
  if (!lines.some((line) => /\bat <stack>$/.test(line))) return lines;
  return lines.map((line) => line.replace(/\d+ messages?$/, "<pieces of a stack trace> messages"));
}

/** Lines about independent resources may swap. */
export function compareDisplay(recorded: readonly string[], actual: readonly string[]): string[] {
  const tidy = (lines: readonly string[]): string[] =>
    sortBy(withoutPieces(lines.map((line) => line.trimEnd())).filter(Boolean), (line) => line);
  const left = tidy(actual);
  const missing = tidy(recorded).filter((line) => {
    const at = left.indexOf(line);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...missing.map((line) => `missing: ${line}`), ...left.map((line) => `besides: ${line}`)];
}

/** How many run at once depends on the machine's speed: never more than recorded, and more than one where it was. */
function compareWidth(recorded: Record<string, number>, actual: Record<string, number>): string[] {
  return Object.entries(recorded)
    .filter(([method, most]) => {
      const here = actual[method] ?? 0;
      return here > most || (most > 1 && here < 2);
    })
    .map(([method, most]) => `${method}: recorded ${most}, here ${actual[method] ?? 0}`);
}

/** Only processes that every engine has: the program and the provider host. */
const comparableProcesses = (kinds: readonly string[]): string[] =>
  kinds.filter((kind) => kind === "provider host" || kind === "program");

/** What a refresh finds of two entries with one URN may come in any order. */
const inOrder = (operations: readonly Json[]): Json[] =>
  sortBy(operations, (one) => {
    const { urn, found } = objectOf(one);
    return `${textOf(urn)} ${found ? `found ${textOf(found)}` : ""}`;
  });

/** Compares a run's step with its recording; an aspect without differences is absent. */
export function compare(recorded: RecordedStep, actual: NormalStep): Differences {
  const one = (name: "exitCode" | "changes" | "result" | "locks"): string[] =>
    differences(recorded[name] ?? (name === "locks" ? 0 : undefined), actual[name], name);
  const isQuiet = recorded.display === undefined;
  const state = recorded.state?.manifest
    ? { ...recorded.state, manifest: { ...objectOf(recorded.state.manifest), version: "<version>" } }
    : recorded.state;
  const { signal } = recorded;
  const found: Differences = {
    exitCode: one("exitCode"),
    ...compareCalls(recorded.calls, actual.calls, differences),
    mostAtOnce: compareWidth(recorded.mostAtOnce ?? {}, actual.mostAtOnce),
    changes: one("changes"),
    result: one("result"),
    operations: differences(inOrder(listOf(recorded.operations)), inOrder(actual.operations ?? [])),
    messages: compareMessages(recorded.messages, actual.messages),
    display: isQuiet ? [] : compareDisplay(recorded.display ?? [], actual.display),
    outputs: differences(recorded.outputs, actual.outputs),
    plainSecrets: differences(recorded.plainSecrets ?? {}, actual.plainSecrets),
    locks: one("locks"),
    leftBehind: signal
      ? differences(comparableProcesses(signal.leftBehind), comparableProcesses(actual.leftBehind))
      : [],
    state: differences(state, actual.state),
  };
  return Object.fromEntries(Object.entries(found).filter(([, list]) => list.length > 0));
}
