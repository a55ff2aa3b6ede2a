import { type Places, tidyObject, tidy } from "./clean";
import { canonical, type Json, type JsonObject, textOf } from "./json";
import type { LogLine, RecordedCall } from "./recording";

/** A call the provider saw: the line numbers of the log it spans, its process, and what is compared. */
export interface Call {
  pid: number;
  begin: number;
  /** Infinity when it never ended. */
  end: number;
  detail: JsonObject;
}

const keyOf = ({ news, olds, id }: JsonObject): Json => {
  const given = (value: Json | undefined): Json | undefined =>
    value && typeof value === "object" && !Array.isArray(value) ? value.key : undefined;
  return given(news) ?? given(olds) ?? id ?? null;
};

/** What a call is known by in every run: method, type and key, or for configure its configuration. */
const labelOf = (detail: JsonObject): string =>
  `${textOf(detail.method)} ${textOf(detail.type)} ${canonical(detail.method === "configure" ? detail.config : keyOf(detail))}`;

/** The log's begin and end lines joined to calls. */
export function callsOf(log: readonly LogLine[], places: Places): Call[] {
  const calls: Call[] = [];
  const open = new Map<string, Call>();
  log.forEach((line, at) => {
    const { pid, event, call: number, type, method, ...rest } = line;
    delete rest.key;
    const name = `${pid} ${canonical(number)}`;
    const ending = event === "end" ? open.get(name) : undefined;
    if (ending) {
      ending.end = at;
      if ("error" in line) ending.detail.error = tidy(line.error, places);
      else if (line.result) ending.detail.result = tidy(line.result, places);
      return;
    }
    const end = event === "configure" ? at : Infinity;
    const detail = { method: method ?? "configure", type, ...tidyObject(rest, places) };
    const call = { pid, begin: at, end, detail };
    calls.push(call);
    open.set(name, call);
  });
  return calls;
}

/** The most calls of each method that were in progress together. */
export function mostAtOnce(calls: readonly Call[]): Record<string, number> {
  const most = (of: readonly Call[]): number =>
    Math.max(
      0,
      ...of.map((call) => of.filter(({ begin, end }) => begin <= call.begin && end > call.begin).length),
    );
  const by = (...methods: Json[]): Call[] =>
    calls.filter(({ detail }) => methods.includes(detail.method ?? null));
  const methods = [...new Set(calls.map(({ detail }) => textOf(detail.method)))].filter(
    (name) => name !== "configure",
  );
  const each = methods.sort().map((method) => [method, most(by(method))] as const);
  const planning = by("check", "diff");
  return { ...Object.fromEntries(each), ...(planning.length > 0 && { "check or diff": most(planning) }) };
}

const describe = ({ n, method, type, ...rest }: RecordedCall): string =>
  `#${n} ${method} ${type} ${canonical(keyOf(rest))}`;

function valuesOf(call: RecordedCall): JsonObject {
  const bookkeeping = ["n", "after", "process", "ended"];
  return Object.fromEntries(Object.entries(call).filter(([name]) => !bookkeeping.includes(name)));
}

/**
 * Recorded calls with their counterparts in this run. Calls of one name are paired in their order, but a configure,
 * which several processes may get alike, with the one of the same process.
 */
function pair(recorded: readonly RecordedCall[], calls: readonly Call[]): Map<number, Call> {
  const pairs = new Map<number, Call>();
  const processes = new Map<number, number>();
  const left = [...calls];
  const bind = (call: RecordedCall, fits: (other: Call) => boolean): void => {
    const at = left.findIndex(fits);
    const [found] = at < 0 ? [] : left.splice(at, 1);
    if (!found) return;
    pairs.set(call.n, found);
    if (!processes.has(call.process)) processes.set(call.process, found.pid);
  };
  const isLike = (call: RecordedCall, other: Call, pid?: number): boolean =>
    labelOf(other.detail) === labelOf(call) && (pid === undefined || other.pid === pid);
  const take = (call: RecordedCall, pid?: number): void => bind(call, (other) => isLike(call, other, pid));
  /** Where several have one name, such as checks of resources whose key is unknown: the one with the same values. */
  const takeEqual = (call: RecordedCall): void =>
    bind(call, (other) => isLike(call, other) && canonical(valuesOf(call)) === canonical(other.detail));
  const isConfigure = ({ method }: RecordedCall): boolean => method === "configure";
  for (const call of recorded.filter((call) => !isConfigure(call))) takeEqual(call);
  for (const call of recorded.filter((call) => !isConfigure(call) && !pairs.has(call.n))) take(call);
  const [known, unknown] = [true, false].map((wanted) =>
    recorded.filter((call) => isConfigure(call) && processes.has(call.process) === wanted),
  );
  for (const call of known ?? []) take(call, processes.get(call.process));
  for (const call of unknown ?? []) take(call);
  return pairs;
}

/** What is different between recorded calls and those of this run, a sentence each. */
export interface CallDifferences {
  calls: string[];
  order: string[];
  processes: string[];
}

/** Compares calls: the same ones, with the same values, every `after` kept, in the same processes. */
export function compareCalls(
  recorded: readonly RecordedCall[],
  calls: readonly Call[],
  compare: (recorded: Json, actual: Json, where: string) => string[],
): CallDifferences {
  const found: CallDifferences = { calls: [], order: [], processes: [] };
  const pairs = pair(recorded, calls);
  const processes = new Map<number, number>();
  for (const call of recorded) {
    const actual = pairs.get(call.n);
    if (!actual) {
      found.calls.push(`${describe(call)} was not called`);
      continue;
    }
    const { n, after, process, ended, ...detail } = call;
    found.calls.push(...compare(detail, actual.detail, describe(call)));
    if ((ended === false) !== (actual.end === Infinity)) {
      found.calls.push(`${describe(call)} ${ended === false ? "ended" : "did not end"}`);
    }
    for (const earlier of after) {
      const before = pairs.get(earlier);
      const one = recorded.find((other) => other.n === earlier);
      if (before && one && before.end >= actual.begin) {
        found.order.push(`#${n} ${describe(call)} began before ${describe(one)} had ended`);
      }
    }
    const pid = processes.get(process) ?? actual.pid;
    processes.set(process, pid);
    if (pid !== actual.pid) found.processes.push(`${describe(call)} is not in process ${process}`);
  }
  const matched = new Set(pairs.values());
  for (const call of calls) {
    if (!matched.has(call)) found.calls.push(`${labelOf(call.detail)} was called besides`);
  }
  if (new Set(processes.values()).size !== processes.size) {
    found.processes.push(`${processes.size} processes recorded, fewer here`);
  }
  return found;
}
