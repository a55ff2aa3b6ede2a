import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { allProfiles, nameOf } from "../lifecycle/profiles";
import type { Soak } from "./soak";

const root = path.join(__dirname, "../..");
const folder = path.join(root, "tests/lifecycle");

/** Kills have a soak of their own. */
const files = readdirSync(folder)
  .filter((name) => name.endsWith(".test.ts") && name !== "kills.test.ts")
  .map((name) => path.join(folder, name));

export const profiles: Soak = {
  name: "profiles",
  what: "the lifecycle suite on every version of ORDS and both ways of every switch; a run is a profile",
  async run({ runs, seed, say }) {
    say(row("version", "switch", "passed", "failed"));
    const broken: string[] = [];
    for (const profile of allProfiles.slice(0, runs)) {
      const { passed, failed, text } = await suite(nameOf(profile), seed);
      const [switched = ["", "defaults"]] = Object.entries(profile.switches);
      say(row(profile.version, switched.join(" ").trim(), passed, failed));
      if (failed !== "0") broken.push(text);
    }
    if (broken.length > 0) throw new Error(broken.join("\n"));
  },
};

function row(version: string, switched: string, passed: string, failed: string): string {
  return `${version.padEnd(8)} ${switched.padEnd(44)} ${passed.padStart(6)} ${failed.padStart(6)}`;
}

interface Outcome {
  readonly passed: string;
  readonly failed: string;
  /** What mocha said of those that failed. */
  readonly text: string;
}

async function suite(profile: string, seed: number): Promise<Outcome> {
  const child = spawn(process.execPath, [path.join(root, "node_modules/mocha/bin/mocha.js"), ...files], {
    cwd: root,
    env: { ...process.env, ORDS_TEST_PROFILES: profile, ORDS_TEST_SEED: String(seed) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let text = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += String(part)));
  await once(child, "close");
  const [, passed = "0", failed = "all"] = /^(\d+) passed, (\d+) failed$/m.exec(text) ?? [];
  const from = text.search(/^ +\d+ failing$/m);
  return { passed, failed, text: `${profile}\n${from < 0 && failed !== "0" ? text : text.slice(from)}` };
}
