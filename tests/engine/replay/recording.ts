import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Json, JsonObject } from "./json";

/** The folder of the recordings' program, of its scenarios and of the `recorder` package. */
export const PROGRAM = join(__dirname, "..", "program");
const RECORDINGS = join(__dirname, "..", "recordings");

/** What the provider saw of one call. `after` names the calls that had ended before this one began. */
export interface RecordedCall {
  n: number;
  after: number[];
  process: number;
  method: string;
  type: string;
  ended?: false;
  [detail: string]: Json | undefined;
}

export interface Message {
  severity: string;
  urn?: string;
  text: string;
}

/** One step as recorded, and as the normaliser makes it of a run. */
export interface RecordedStep {
  command: string;
  project?: string;
  note?: string;
  files?: Record<string, Json>;
  env: Record<string, string>;
  signal?: { name: NodeJS.Signals; when: string; leftBehind: string[] };
  exitCode: number | string;
  calls: RecordedCall[];
  mostAtOnce?: Record<string, number>;
  changes?: JsonObject;
  result?: string;
  operations?: Json[];
  messages: Message[];
  display?: string[];
  outputs: JsonObject;
  plainSecrets?: Record<string, string[]>;
  locks?: number;
  state: JsonObject | null;
}

export interface Recording {
  scenario: string;
  description: string;
  steps: RecordedStep[];
}

/** One line of the recorder's log. */
export interface LogLine extends JsonObject {
  pid: number;
  event: string;
}

/** The project folder as a scenario's `prepare` sees it. */
export interface ProjectFiles {
  readFileSync(name: string, encoding: "utf8"): string;
  writeFileSync(name: string, text: string): void;
}

/** What a scenario's file says of a step besides what its recording says. */
export interface ScenarioStep {
  command: string[];
  stdout?: string;
  prepare?: (files: ProjectFiles) => void;
  signal?: {
    name: NodeJS.Signals;
    when: (log: LogLine[]) => boolean;
    settle: number;
    watch: number;
    /** Milliseconds after which it is sent once more. */
    again?: number;
  };
  display?: boolean;
  width?: boolean;
}

export function loadRecordings(): Recording[] {
  const files = readdirSync(RECORDINGS).filter((file) => file.endsWith(".json"));
  return files.sort().map((file) => JSON.parse(readFileSync(join(RECORDINGS, file), "utf8")) as Recording);
}

export async function loadScenario(name: string): Promise<ScenarioStep[]> {
  const file = join(PROGRAM, "scenarios", `${basename(name)}.js`);
  const loaded = (await import(file)) as { steps: ScenarioStep[] };
  return loaded.steps;
}
