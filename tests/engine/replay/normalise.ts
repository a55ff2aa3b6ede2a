import { type Call, callsOf, mostAtOnce } from "./calls";
import { cleanText, type Places, short, shorten } from "./clean";
import { type Json, type JsonObject, objectOf, sortBy, textOf } from "./json";
import type { LogLine, Message, RecordedStep } from "./recording";
import { outputsOf, plainSecrets, stateOf } from "./state";

/** What one step of one run left behind. */
export interface RawStep {
  exitCode: number | string;
  leftBehind: string[];
  stdout: string;
  stderr: string;
  log: LogLine[];
  events: JsonObject[];
  /** Empty when there is no state file. */
  stateText: string;
  exported: Json | undefined;
  locks: number;
}

/** The same in the form of a recording, with the calls as this run made them. */
export type NormalStep = Pick<
  RecordedStep,
  | "exitCode"
  | "changes"
  | "result"
  | "operations"
  | "messages"
  | "outputs"
  | "plainSecrets"
  | "locks"
  | "state"
> & { calls: Call[]; mostAtOnce: Record<string, number>; leftBehind: string[]; display: string[] };

function operationsOf(events: readonly JsonObject[], planning: boolean): JsonObject[] {
  const operations: JsonObject[] = [];
  for (const event of events) {
    const pre = event.resourcePreEvent ?? event.resOpFailedEvent;
    if (!pre || Boolean(objectOf(pre).planning) !== planning) continue;
    const { op, urn, keys, diffs, detailedDiff } = objectOf(objectOf(pre).metadata);
    const name = short(textOf(urn));
    if (event.resOpFailedEvent) operations.push({ failed: op, urn: name });
    else
      operations.push({
        op,
        urn: name,
        ...(keys && { keys }),
        ...(diffs && { diffs }),
        ...(detailedDiff && { detailedDiff }),
      });
  }
  // A refresh says what it found only afterwards.
  for (const { resOutputsEvent: event } of events) {
    if (!event || Boolean(objectOf(event).planning) !== planning) continue;
    const { op, urn } = objectOf(objectOf(event).metadata);
    const name = short(textOf(urn));
    if (!operations.some((known) => known.urn === name && known.op === op))
      operations.push({ found: op, urn: name });
  }
  return sortBy(operations, ({ urn }) => textOf(urn));
}

function messagesOf(events: readonly JsonObject[], stderr: string, places: Places): Message[] {
  const messages: Message[] = [];
  for (const { diagnosticEvent } of events) {
    const event = objectOf(diagnosticEvent);
    if (!diagnosticEvent || event.severity === "debug" || event.ephemeral) continue;
    const severity = textOf(event.severity);
    const clean = cleanText(shorten(textOf(event.message)).trim(), places);
    // A host's stack trace comes in pieces of any size.
    const text = severity === "info#err" ? clean.replace(/(\n {4})?\bat <stack>/g, "") : clean;
    if (text) messages.push({ severity, ...(event.urn && { urn: short(textOf(event.urn)) }), text });
  }
  const sorted = sortBy(messages, ({ urn = "", severity }) => `${urn} ${severity}`);
  const last = cleanText(stderr, places).trim();
  return last ? [...sorted, { severity: "stderr", text: last }] : sorted;
}

function displayOf(stdout: string, places: Places): string[] {
  const isStack = (line = ""): boolean => / running +at <stack>$/.test(line);
  // The real engine leaves some of its own marks for colours in the text.
  const plain = stdout.replace(/<\{%[^%]*%\}>/g, "");
  const lines = cleanText(shorten(plain), places).trim().split("\n");
  return lines.filter((line, at) => !(isStack(line) && isStack(lines[at - 1])));
}

/** Whether these are the events of a preview alone; its operations are then those to compare. */
function isPreview(events: readonly JsonObject[], summary: JsonObject | undefined): boolean {
  if (summary) return Boolean(summary.isPreview);
  return !events.some(({ resourcePreEvent: event }) => event && !objectOf(event).planning);
}

/** One step of one run as data that another run, machine or engine can be compared with. */
export function normalise(raw: RawStep, places: Places): NormalStep {
  const summary = raw.events.find((event) => event.summaryEvent)?.summaryEvent;
  const final = summary === undefined ? undefined : objectOf(summary);
  const state = stateOf(raw.exported, places);
  const calls = callsOf(raw.log, places);
  return {
    exitCode: raw.exitCode,
    leftBehind: raw.leftBehind,
    calls,
    mostAtOnce: mostAtOnce(calls),
    ...(final && { changes: objectOf(final.resourceChanges) }),
    ...(final?.result && { result: textOf(final.result) }),
    operations: operationsOf(raw.events, isPreview(raw.events, final)),
    messages: messagesOf(raw.events, raw.stderr, places),
    display: displayOf(raw.stdout, places),
    outputs: outputsOf(state),
    plainSecrets: plainSecrets({ state: raw.stateText, display: raw.stdout + raw.stderr }),
    locks: raw.locks,
    state,
  };
}
