import { readFileSync } from "node:fs";
import type { Arguments } from "./arguments";
import { contextOf, placeOf } from "./context";
import { print } from "../display/display";
import { exportState, importState } from "./exports";
import { Problem } from "../state/problem";
import { deploymentText, stackOutputs } from "../state/state";
import { inOrder, isSecret, plain, type Props, replaced, type Value } from "../state/values";

function init(args: Arguments): void {
  const given = args.one("stack") ?? args.words[2];
  if (!given) throw new Problem("missing stack name");
  const name = given.split("/").at(-1) ?? given;
  const at = name.search(/[^\w.-]/);
  if (at >= 0)
    throw new Problem(
      `a stack name may only contain alphanumeric, hyphens, underscores, or periods: invalid character '${name[at]}' at position ${at}`,
    );
  const { backend, project, settings, stack } = contextOf(args, { fresh: given });
  if (backend.has(project.name, stack))
    throw new Problem(`stack 'organization/${project.name}/${stack}' already exists`);
  backend.save(project.name, stack, deploymentText({ resources: [], pending: [] }, settings.crypter()));
  backend.select(project.name, stack);
  process.stderr.write(`Created stack '${stack}'\n`);
}

/** The stack that commands are about which name none (rule 69). */
function select(args: Arguments): void {
  const { backend, project, stack } = contextOf(args, { word: args.words[2] });
  backend.select(project.name, stack);
}

/** The project's stacks; the selected one has a star (rule 69). */
function list(args: Arguments): void {
  const { backend, project } = placeOf(args);
  const rows = backend.stacks(project.name).map((stack) => {
    const { manifest, resources = [] } = backend.load(project.name, stack) ?? {};
    const star = stack === backend.selected(project.name) ? "*" : "";
    return [stack + star, manifest ? ago(manifest.time) : "n/a", `${resources.length}`];
  });
  printTable("", ["NAME", "LAST UPDATE", "RESOURCE COUNT"], ...rows);
}

/** Rows below each other, every column but the last one as wide as its longest text. */
function printTable(indent: string, head: string[], ...rows: string[][]): void {
  const table = [head, ...rows];
  const widths = head.slice(1).map((_, at) => Math.max(...table.map((row) => row[at]!.length)) + 2);
  for (const row of table) print(indent + row.map((text, at) => text.padEnd(widths[at] ?? 0)).join(""));
}

/** How long ago a time was: `2 minutes ago`. */
function ago(time: string): string {
  const seconds = Math.floor((Date.now() - Date.parse(time)) / 1000);
  const units = { day: 86_400, hour: 3600, minute: 60, second: 1 } as const;
  const names = Object.keys(units) as (keyof typeof units)[];
  const unit = names.find((name) => seconds >= units[name]) ?? "second";
  return new Intl.RelativeTimeFormat("en", { numeric: "auto" }).format(
    -Math.floor(seconds / units[unit]),
    unit,
  );
}

function remove(args: Arguments): void {
  const { backend, project, settings, stack } = contextOf(args, { word: args.words[2] });
  const isFull = (backend.load(project.name, stack)?.resources ?? []).length > 0;
  if (isFull && !args.flag("force"))
    throw new Problem(
      `'${stack}' still has resources; removal rejected. Possible actions:\n- Make sure that '${stack}' is the stack that you want to destroy\n- Run \`pulumi destroy\` to delete the resources, then run \`pulumi stack rm\`\n- Run \`pulumi stack rm --force\` to override this error`,
    );
  backend.remove(project.name, stack);
  settings.discard();
  print(`Stack '${stack}' has been removed!`);
}

/** The outputs in the state, secrets hidden unless they are asked for. */
function output(args: Arguments): void {
  const { backend, project, settings, stack } = contextOf(args);
  const outputs = stackOutputs(backend.open(project.name, stack, settings));
  const shown = replaced(outputs, (value) => {
    if (!isSecret(value)) return undefined;
    return args.flag("show-secrets") ? plain(value) : "[secret]";
  }) as Props;
  const name = args.words[2];
  const value = name === undefined ? shown : shown[name];
  if (value === undefined) throw new Problem(`current stack does not have output property '${name}'`);
  const text = (one: Value): string => (typeof one === "string" ? one : JSON.stringify(one, inOrder));
  if (args.flag("json")) print(JSON.stringify(value, inOrder, 2));
  else if (name !== undefined) print(text(value));
  else {
    const names = Object.keys(shown).sort();
    print(`Current stack outputs (${names.length}):`);
    if (names.length === 0) print("    No output values currently in this stack");
    else printTable("    ", ["OUTPUT", "VALUE"], ...names.map((one) => [one, text(shown[one]!)]));
  }
}

function setConfig(args: Arguments): void {
  const { settings } = contextOf(args);
  const [, , key = "", text = readFileSync(0, "utf8").trimEnd()] = args.words;
  const isPath = args.flag("path");
  if (!key) throw new Problem("requires at least 1 arg(s), only received 0");
  if (!isPath && key.split(":").length > 2)
    throw new Problem(
      `invalid configuration key: could not parse ${key} as a configuration key (configuration keys should be of the form \`<namespace>:<name>\`)`,
    );
  // Leading zeros are kept, as in an account's number.
  const isTyped = isPath && /^(true|false|0|-?[1-9]\d*)$/.test(text);
  const typed: Value = isTyped ? (JSON.parse(text) as Value) : text;
  settings.set(key, args.flag("secret") ? { secure: settings.crypter().encrypt(text) } : typed, isPath);
}

function getConfig(args: Arguments): void {
  args.refuse("config get", "path", "json");
  const { settings, stack } = contextOf(args);
  const [, , key = ""] = args.words;
  const found = settings.get(key);
  if (found === undefined) throw new Problem(`configuration key '${key}' not found for stack '${stack}'`);
  print(found);
}

/** Commands that run no program. */
export const STACK_COMMANDS: Record<string, (args: Arguments) => void> = {
  cancel: (args) => {
    const { backend, project, stack } = contextOf(args, { word: args.words[1] });
    backend.cancel(project.name, stack);
    print(`The currently running update for '${stack}' has been canceled!`);
  },
  "stack init": init,
  "stack select": select,
  "stack ls": list,
  "stack rm": remove,
  "stack output": output,
  "stack export": exportState,
  "stack import": importState,
  "config set": setConfig,
  "config get": getConfig,
  "config rm": (args) => {
    args.refuse("config rm", "path");
    contextOf(args).settings.remove(args.words[2] ?? "");
  },
};
