import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Backend, tooNew } from "./backend";
import { type Context, operate, type OperationOptions, setOpener } from "./operation";
import { Problem } from "./problem";
import { findProject, Settings } from "./project";
import { Crypter } from "./secrets";
import { type Deployment, deserialise, serialise } from "./state";
import { plain, type Props, type Value } from "./values";

/** Options by name: a flag, one value, or several. Others are refused. */
const OPTIONS: Record<string, "flag" | "one" | "many"> = {
  yes: "flag",
  "skip-preview": "flag",
  "non-interactive": "flag",
  "suppress-progress": "flag",
  "suppress-outputs": "flag",
  "expect-no-changes": "flag",
  diff: "flag",
  json: "flag",
  "show-secrets": "flag",
  "show-replacement-steps": "flag",
  "target-dependents": "flag",
  "continue-on-error": "flag",
  refresh: "flag",
  "run-program": "flag",
  "clear-pending-creates": "flag",
  "preview-only": "flag",
  "generate-code": "flag",
  force: "flag",
  secret: "flag",
  plaintext: "flag",
  path: "flag",
  remove: "flag",
  stack: "one",
  cwd: "one",
  color: "one",
  parallel: "one",
  "event-log": "one",
  file: "one",
  target: "many",
  exclude: "many",
  config: "many",
};
const SHORT: Record<string, string> = {
  y: "yes",
  f: "skip-preview",
  s: "stack",
  C: "cwd",
  p: "parallel",
  t: "target",
  c: "config",
  j: "json",
};

class Arguments {
  readonly words: string[] = [];
  readonly #given = new Map<string, string[]>();

  constructor(texts: readonly string[]) {
    const left = [...texts];
    for (let text = left.shift(); text !== undefined; text = left.shift()) {
      if (!text.startsWith("-") || text === "-") {
        this.words.push(text);
        continue;
      }
      const [written = "", inline] = text.replace(/^--?/, "").split(/=(.*)/s);
      const name = text.startsWith("--") ? written : (SHORT[written] ?? written);
      const kind = OPTIONS[name];
      if (!kind) throw new Problem(`unknown ${text.startsWith("--") ? "flag" : "shorthand flag"}: ${text}`);
      const value = inline ?? (kind === "flag" ? "true" : left.shift());
      if (value === undefined) throw new Problem(`flag needs an argument: ${text}`);
      this.#given.set(name, [...(this.#given.get(name) ?? []), value]);
    }
  }

  flag(name: string): boolean {
    return this.one(name) === "true";
  }
  one(name: string): string | undefined {
    return this.#given.get(name)?.at(-1);
  }
  many(name: string): string[] {
    return this.#given.get(name) ?? [];
  }
}

const crypters = new Map<string, Crypter>();
function open(salt: string): Crypter {
  const known = crypters.get(salt) ?? Crypter.open(salt, passphrase());
  crypters.set(salt, known);
  return known;
}

function passphrase(): string {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (text !== undefined) return text;
  if (file) return readFileSync(file, "utf8").trim();
  throw new Problem(
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
  );
}

function contextOf(args: Arguments, isNew = false): Context {
  const project = findProject(args.one("cwd") ?? process.cwd());
  const backend = new Backend(process.env.PULUMI_BACKEND_URL);
  const named = args.one("stack") ?? backend.stacks(project.name)[0];
  if (!named) throw new Problem("no stack selected; please use `pulumi stack init` to create one");
  const stack = named.split("/").at(-1) ?? named;
  if (!isNew && !backend.has(project.name, stack)) throw new Problem(`no stack named '${named}' found`);
  const settings = new Settings(project, stack);
  return { backend, project, settings, stack, crypter: () => open(settings.salt ?? salted(settings)) };
}

function salted(settings: Settings): string {
  const crypter = Crypter.create(passphrase());
  crypters.set(crypter.salt, crypter);
  settings.useSalt(crypter.salt);
  return crypter.salt;
}

setOpener((salt, own) => (salt ? open(salt) : own()));

async function operation(
  kind: OperationOptions["kind"],
  args: Arguments,
  onlyPreview = false,
): Promise<number> {
  const context = contextOf(args);
  const parallel = Number(args.one("parallel") ?? 8);
  if (!Number.isInteger(parallel))
    throw new Problem(`invalid argument "${args.one("parallel")}" for --parallel: it must be a whole number`);
  const [, type, name, id] = args.words;
  const options: Omit<OperationOptions, "planning"> = {
    kind,
    parallel: parallel < 1 ? 1 : parallel,
    targets: args.many("target"),
    excludes: args.many("exclude"),
    targetDependents: args.flag("target-dependents"),
    continueOnError: args.flag("continue-on-error"),
    refreshFirst: args.flag("refresh") && kind !== "refresh",
    runProgram: args.flag("run-program"),
    clearPendingCreates: args.flag("clear-pending-creates"),
    events: args.one("event-log"),
    ...(args.one("file") && { importFile: resolve(args.one("file")!) }),
    ...(type && name && id && { importOne: { type, name, id } }),
  };
  const isPreview = onlyPreview || args.flag("preview-only");
  context.crypter();
  const expect = (outcome: { succeeded: boolean; changed: boolean }): number => {
    if (!outcome.succeeded) return 1;
    if (!args.flag("expect-no-changes") || !outcome.changed) return 0;
    const what = isPreview ? "preview" : kind === "up" ? "update" : kind;
    throw new Problem(`no changes were expected for ${what} but changes were proposed`, 7);
  };
  if (isPreview) return expect(await operate(context, { ...options, planning: true }));
  const unlock = context.backend.lock(context.project.name, context.stack);
  try {
    if (
      !args.flag("skip-preview") &&
      !(await operate(context, { ...options, planning: true, events: undefined })).succeeded
    )
      return 1;
    const outcome = await operate(context, { ...options, planning: false });
    if (
      kind === "destroy" &&
      outcome.succeeded &&
      context.backend.load(context.project.name, context.stack)?.resources === undefined
    ) {
      process.stdout.write(
        `\nThe resources in the stack have been deleted, but the history and configuration associated with the stack are still maintained. \nIf you want to remove the stack completely, run \`pulumi stack rm ${context.stack}\`.\n`,
      );
    }
    return expect(outcome);
  } finally {
    unlock();
  }
}

function stackOutput(args: Arguments): void {
  const { backend, project, stack, crypter } = contextOf(args);
  const latest = backend.load(project.name, stack);
  const resources = latest ? deserialise(latest, crypter()).resources : [];
  const outputs: Props = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const hide = (value: Value): Value => {
    if (Array.isArray(value)) return value.map(hide);
    if (value === null || typeof value !== "object") return value;
    if ("4dabf18193072939515e22adb298388d" in value)
      return args.flag("show-secrets") ? plain(value) : "[secret]";
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hide(item ?? null)]));
  };
  const shown = hide(outputs) as Props;
  const [, , name] = args.words;
  if (name !== undefined && !(name in shown))
    throw new Problem(`current stack does not have output property '${name}'`);
  const value = name === undefined ? shown : (shown[name] ?? null);
  const isText = typeof value === "string" && !args.flag("json");
  process.stdout.write(`${isText ? value : JSON.stringify(value, undefined, 2)}\n`);
}

function stackExport(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  const latest: Deployment | undefined = backend.load(project.name, stack);
  let shown: Deployment | undefined = latest;
  const salt = latest?.secrets_providers?.state?.salt;
  if (latest && salt && args.flag("show-secrets")) {
    try {
      const crypter = open(salt);
      shown = serialise(deserialise(latest, crypter), crypter, true);
    } catch (error) {
      throw new Problem(`could not deserialize deployment: failed to decrypt: ${(error as Error).message}`);
    }
  }
  process.stdout.write(`${JSON.stringify({ version: 3, deployment: shown ?? {} }, undefined, 4)}\n`);
}

function stackImport(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  const file = args.one("file");
  if (!file) throw new Problem("stack import needs --file");
  let content: { version?: number; deployment?: Deployment };
  try {
    content = JSON.parse(readFileSync(file, "utf8")) as typeof content;
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new Problem(`the file ${file} is not valid JSON: ${error.message}`);
    throw new Problem(`could not open file: open ${file}: no such file or directory`);
  }
  if ((content.version ?? 0) > 3) throw tooNew(stack);
  const { deployment } = content;
  if (!deployment?.manifest) throw new Problem(`the file ${file} holds no deployment`);
  const salt = deployment.secrets_providers?.state?.salt;
  const text = JSON.stringify(deployment);
  if (!salt && /"(plaintext|ciphertext)":/.test(text))
    throw new Problem("the deployment has secrets, but no secrets provider");
  const which = text.includes('"ciphertext":')
    ? "could not deserialize deployment: failed to decrypt"
    : "constructing deployment for upload: failed to encrypt";
  let crypter: Crypter | undefined;
  try {
    crypter = salt ? open(salt) : undefined;
  } catch (error) {
    throw new Problem(`${which}: ${(error as Error).message}`);
  }
  backend.save(
    project.name,
    stack,
    crypter
      ? { ...serialise(deserialise(deployment, crypter), crypter), manifest: deployment.manifest }
      : deployment,
  );
  process.stdout.write("Import complete.\n");
}

function stackInit(args: Arguments): void {
  const [, , name] = args.words;
  const given = args.one("stack") ?? name;
  if (!given) throw new Problem("missing stack name");
  const inner = new Arguments(["--stack", given, ...(args.one("cwd") ? ["--cwd", args.one("cwd")!] : [])]);
  const { backend, project, stack, crypter } = contextOf(inner, true);
  if (backend.has(project.name, stack))
    throw new Problem(`stack 'organization/${project.name}/${stack}' already exists`);
  const crypt = crypter();
  backend.save(project.name, stack, serialise({ resources: [], pending: [] }, crypt));
  process.stderr.write(`Created stack '${stack}'\n`);
}

function config(args: Arguments): void {
  const { settings, crypter } = contextOf(args);
  const [, verb, key = "", value] = args.words;
  if (verb === "rm") {
    settings.remove(key);
    return;
  }
  if (verb === "set") {
    const text = value ?? readFileSync(0, "utf8").trimEnd();
    const isPath = args.flag("path");
    const typed: Value = isPath && /^(true|false|\d+)$/.test(text) ? (JSON.parse(text) as Value) : text;
    settings.set(key, args.flag("secret") ? { secure: crypter().encrypt(text) } : typed, isPath);
    return;
  }
  const found = settings.open(crypter).values[settings.full(key)];
  if (found === undefined) throw new Problem(`configuration key '${key}' not found`);
  process.stdout.write(`${found}\n`);
}

const COMMANDS: Record<string, (args: Arguments) => unknown> = {
  up: (args) => operation("up", args),
  preview: (args) => operation("up", args, true),
  refresh: (args) => operation("refresh", args),
  destroy: (args) => operation("destroy", args),
  import: (args) => operation("import", args),
  cancel: (args) => {
    const { backend, project, stack } = contextOf(args);
    backend.cancel(project.name, stack);
    process.stdout.write(`The currently running update for '${stack}' has been canceled!\n`);
  },
  "stack init": stackInit,
  "stack select": (args) =>
    void contextOf(new Arguments(["--stack", args.words[2] ?? args.one("stack") ?? ""])),
  "stack ls": (args) => {
    const { backend, project } = contextOf(args);
    process.stdout.write(`${backend.stacks(project.name).join("\n")}\n`);
  },
  "stack rm": (args) => {
    const { backend, project, settings, stack } = contextOf(args);
    const isFull = (backend.load(project.name, stack)?.resources ?? []).length > 0;
    if (isFull && !args.flag("force"))
      throw new Problem(
        `'${stack}' still has resources; removal rejected. Use --force to remove it all the same`,
      );
    backend.remove(project.name, stack);
    settings.discard();
    process.stdout.write(`Stack '${stack}' has been removed!\n`);
  },
  "stack output": stackOutput,
  "stack export": stackExport,
  "stack import": stackImport,
  "config set": config,
  "config get": config,
  "config rm": config,
};

/** Runs one command; its status is 0, 1 for any failure, 7 for --expect-no-changes with changes (rule 39). */
export async function main(texts: readonly string[]): Promise<number> {
  try {
    const args = new Arguments(texts);
    const [first = "", second = ""] = args.words;
    const command = COMMANDS[`${first} ${second}`] ?? COMMANDS[first];
    if (!command) throw new Problem(`unknown command "${[first, second].join(" ").trim()}" for "pulumi"`);
    const status = await command(args);
    return typeof status === "number" ? status : 0;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    process.stderr.write(`error: ${error.message}\n`);
    return error.status;
  }
}
