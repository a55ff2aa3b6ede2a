import { spawnSync } from "node:child_process";
import { join, relative } from "node:path";
import type { PackageSpec } from "../plsql/catalogue";
import { systemPackages } from "../plsql/packages";
import { behaviours } from "./behaviours";
import { versions } from "./releases";
import { packageTables } from "./signatures";
import type { PackageTable } from "./signatures/table";
import { switchTable } from "./switches";
import { unknownViews, viewSince, viewTable } from "./viewTable";

const sandbox = join(__dirname, "..");

export const COVERAGE = join(sandbox, "COVERAGE.md");

/** Facts that the sandbox is to hold, by their numbers in the list of facts about ORDS. */
const inScope: readonly (readonly [from: number, to: number])[] = [
  [1, 141],
  [149, 188],
];

/** Facts that nothing here can show, and why. */
const outside: Readonly<Record<number, string>> = {
  6: "properties count at once here, and are not kept for ten minutes",
  71: "the management REST API is no part of the sandbox; in PL/SQL the names are unique all the same",
  108: "one secondary source only: neither address is there",
  174: "the management REST API is no part of the sandbox",
  178: "sessionless transactions of the database API are no part of the sandbox",
};

/** Files with tests of each fact, by its number, from the titles of the tests. */
export type FactFiles = ReadonlyMap<number, readonly string[]>;

interface Listed {
  readonly tests: readonly { readonly fullTitle: string; readonly file: string }[];
}

/** Asks mocha for the titles of all tests of the sandbox, without running them. */
export function factFiles(): FactFiles {
  const mocha = require.resolve("mocha/bin/mocha.js");
  const listing = ["--dry-run", "--reporter", "json", join(sandbox, "**", "*.test.ts")];
  const { stdout, stderr } = spawnSync(process.execPath, [mocha, ...listing], {
    cwd: join(sandbox, "..", ".."),
    encoding: "utf8",
    maxBuffer: 1 << 26,
  });
  const from = stdout.indexOf("{");
  const to = stdout.lastIndexOf("}");
  if (from < 0 || to < from) throw new Error(`mocha lists no tests: ${stderr}`);
  const { tests } = JSON.parse(stdout.slice(from, to + 1)) as Listed;
  const files = new Map<number, Set<string>>();
  for (const { fullTitle, file } of tests) {
    for (const number of factsIn(fullTitle)) {
      files.set(number, (files.get(number) ?? new Set()).add(relative(sandbox, file)));
    }
  }
  return new Map([...files].map(([number, all]) => [number, [...all].sort()]));
}

/** The facts that a title names: `fact 7, 144: ...`, `(facts 27 and 28)`. */
export function factsIn(title: string): number[] {
  const lists = title.matchAll(/\bfacts? (\d+(?:(?:, | and | to )\d+)*)/g);
  return [...lists].flatMap(([, list = ""]) => list.split(/\D+/).map(Number));
}

/** COVERAGE.md: what there is of ORDS's packages, views, switches and facts. */
export function coverageText(files: FactFiles): string {
  return [
    "# What the sandbox has of ORDS",
    "",
    "Generated from the sandbox's tables and tests (`ORDS_COVERAGE=write npx mocha tests/sandbox/ords/coverage.test.ts`); a test fails when it is out of date.",
    "",
    `Version profiles: ${versions.join(", ")}. What has a signature and no behaviour raises ORA-20999 and says its name.`,
    "",
    "## Packages",
    "",
    ...packageTables.flatMap(packageLines),
    "## Packages of the database",
    "",
    "Known by their declarations, for handlers and installers that are compiled with them. What is refused raises ORA-03001 and says its name; DBMS_SCHEDULER keeps jobs, and RUN_JOB alone runs one.",
    "",
    ...systemPackages.filter(({ subprograms }) => Object.keys(subprograms).length > 0).map(suppliedLine),
    "",
    "## Views",
    "",
    ...viewLines(),
    "",
    "## Switches",
    "",
    ...switchLines(),
    "",
    "## Facts",
    "",
    ...factLines(files),
    "",
  ].join("\n");
}

function packageLines(table: PackageTable): string[] {
  const { name, since, until, subprograms } = table;
  const span = [
    ...(since === undefined ? [] : [`from ${since}`]),
    ...(until === undefined ? [] : [`from ${until} on as the switch oauthPackages says`]),
  ];
  const entries = Object.entries(subprograms);
  const supported = entries.filter(([subprogram]) => behaviours[name]?.[subprogram] !== undefined);
  const refused = entries.filter(([subprogram]) => behaviours[name]?.[subprogram] === undefined);
  const list = (some: typeof entries): string =>
    some
      .map(([subprogram, row]) => subprogram + (row.since === undefined ? "" : ` (${row.since})`))
      .join(", ");
  return [
    `### ${name}${span.length === 0 ? "" : ` (${span.join("; ")})`}`,
    "",
    ...(entries.length === 0 ? ["- constants only"] : [`- supported: ${list(supported)}`]),
    ...(refused.length === 0 ? [] : [`- refused by name: ${list(refused)}`]),
    "",
  ];
}

function suppliedLine({ name, subprograms, refused = [], partial, granted }: PackageSpec): string {
  const done = Object.keys(subprograms).filter((subprogram) => !refused.includes(subprogram));
  const parts = [
    ...(done.length === 0 ? [] : [`supported: ${done.join(", ")}`]),
    ...(refused.length === 0 ? [] : [`refused by name: ${refused.join(", ")}`]),
    ...(partial === true ? ["the rest of its subprograms is refused too"] : []),
    ...(granted === true ? ["for those who may execute it"] : []),
  ];
  return `- ${name}: ${parts.join("; ")}`;
}

function viewLines(): string[] {
  const pairs = Object.keys(viewTable).map((name) => {
    const since = viewSince[name];
    const users = `USER_ORDS_${name}${since === undefined ? "" : ` (${since})`}`;
    return `- ${users}, DBA_ORDS_${name} (24.4${name === "SCHEMAS" ? "; before that with URL_MAPPING_ID in place of alias and type" : ""})`;
  });
  return [
    ...pairs,
    "- DBA_ORDS_URL_MAPPINGS",
    ...unknownViews.map((name) => `- ${name}: refused by name, because its columns are not known`),
  ];
}

function switchLines(): string[] {
  return Object.entries(switchTable).map(([name, { about, facts, values }]) => {
    const meanings = Object.entries(values).map(
      ([value, meaning], index) => `\`${value}\`${index === 0 ? " (default)" : ""} ${meaning}`,
    );
    const numbers =
      facts.length === 0 ? "" : ` (${facts.length === 1 ? "fact" : "facts"} ${facts.join(", ")})`;
    return `- \`${name}\`, ${about}${numbers}: ${meanings.join("; ")}`;
  });
}

function factLines(files: FactFiles): string[] {
  return inScope.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index).map((number) => {
      const found = files.get(number);
      const text = found?.join(", ") ?? outside[number] ?? "no test";
      return `- ${number}: ${text}`;
    }),
  );
}

/** Facts in scope that no test names and no reason excuses. */
export function uncovered(files: FactFiles): number[] {
  return inScope.flatMap(([from, to]) =>
    Array.from({ length: to - from + 1 }, (_, index) => from + index).filter(
      (number) => !files.has(number) && outside[number] === undefined,
    ),
  );
}
