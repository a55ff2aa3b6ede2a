import { readFileSync } from "node:fs";
import type { Arguments } from "./arguments";
import { refuseVersion } from "./backend";
import { contextOf } from "./context";
import { needsOf } from "./graph";
import { openDeployment, opened } from "./passphrase";
import { Problem } from "./problem";
import type { Crypter } from "./secrets";
import { type Deployment, deserialise, magicOf, omit, serialise } from "./state";
import { isProps, isSecret, plain, type Props, type Value } from "./values";

const print = (text: string): void => void process.stdout.write(`${text}\n`);
const json = (value: unknown, indent = 2): string => JSON.stringify(value, undefined, indent);

function init(args: Arguments): void {
  const given = args.one("stack") ?? args.words[2];
  if (!given) throw new Problem("missing stack name");
  const { backend, project, stack, crypter } = contextOf(args, given);
  if (backend.has(project.name, stack))
    throw new Problem(`stack 'organization/${project.name}/${stack}' already exists`);
  backend.save(project.name, stack, { resources: [], pending: [] }, crypter());
  process.stderr.write(`Created stack '${stack}'\n`);
}

function remove(args: Arguments): void {
  const { backend, project, settings, stack } = contextOf(args);
  const isFull = (backend.load(project.name, stack)?.resources ?? []).length > 0;
  if (isFull && !args.flag("force"))
    throw new Problem(
      `'${stack}' still has resources; removal rejected. Use --force to remove it all the same`,
    );
  backend.remove(project.name, stack);
  settings.discard();
  print(`Stack '${stack}' has been removed!`);
}

/** The outputs in the state, secrets hidden unless they are asked for. */
function output(args: Arguments): void {
  const { backend, project, stack, crypter } = contextOf(args);
  const latest = backend.load(project.name, stack);
  const { resources } = openDeployment(latest, crypter);
  const outputs: Props = resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const hide = (value: Value): Value => {
    if (isSecret(value)) return args.flag("show-secrets") ? plain(value) : "[secret]";
    if (Array.isArray(value)) return value.map(hide);
    if (!isProps(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, hide(item ?? null)]));
  };
  const shown = hide(outputs) as Props;
  const name = args.words[2];
  if (name !== undefined && !(name in shown))
    throw new Problem(`current stack does not have output property '${name}'`);
  const value = name === undefined ? shown : (shown[name] ?? null);
  print(typeof value === "string" && !args.flag("json") ? value : json(value));
}

/** The state, with ciphertexts or with secrets in plain; in the second case the passphrase must be right (rule 48). */
export function exported(
  latest: Deployment | undefined,
  isOpen: boolean,
): { version: number; deployment: object } {
  const salt = latest?.secrets_providers?.state?.salt;
  if (!latest || !salt || !isOpen) return { version: 3, deployment: latest ?? {} };
  try {
    const crypter = opened(salt);
    return { version: 3, deployment: serialise(deserialise(latest, crypter), crypter, true) };
  } catch (error) {
    throw new Problem(`could not deserialize deployment: failed to decrypt: ${(error as Error).message}`);
  }
}

function exportState(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  print(json(exported(backend.load(project.name, stack), args.flag("show-secrets")), 4));
}

interface StateFile {
  version?: number;
  features?: string[];
  deployment?: Deployment;
}

function readState(file: string): StateFile {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new Problem(`could not open file: open ${file}: ${(error as Error).message}`);
  }
  try {
    return JSON.parse(text) as StateFile;
  } catch (error) {
    throw new Problem(`the file ${file} is not valid JSON: ${(error as Error).message}`);
  }
}

/** What is wrong with a deployment: of another stack, tampered with, or referring to what is not there (rule 48). */
function faultsOf({ manifest, resources = [] }: Deployment, stack: string): string[] {
  const own = (urn: string): string => urn.split(":")[2] ?? "";
  const known = new Set<string>();
  const lost = resources.flatMap((resource) => {
    const missing = needsOf(resource).find((need) => !known.has(need));
    known.add(resource.urn);
    return missing
      ? [`state file contains errors: resource ${resource.urn} refers to missing ${missing}`]
      : [];
  });
  return [
    ...resources
      .filter(({ urn }) => own(urn) !== stack)
      .map(({ urn }) => `resource '${urn}' is from a different stack (${own(urn)} != ${stack})`),
    ...((manifest.magic ?? "") === magicOf(manifest.version)
      ? []
      : ["state file contains errors: magic cookie mismatch; possible tampering/corruption detected"]),
    ...lost.slice(0, 1),
  ];
}

/**
 * Replaces the state by a file, whose secrets the salt in it encrypts (rule 48). What was pending is not any more, and
 * faults are refused, or only said with --force.
 */
function importState(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  const file = args.one("file");
  if (!file) throw new Problem("stack import needs --file");
  const { version = 0, features, deployment } = readState(file);
  refuseVersion(stack, version, features);
  if (!deployment?.manifest) throw new Problem(`the file ${file} holds no deployment`);
  const warn = (text: string): void => void process.stderr.write(`warning: ${text}\n`);
  const faults = faultsOf(deployment, stack);
  if (faults.length > 0 && !args.flag("force")) {
    const all = [...faults, "importing this file could be dangerous; rerun with --force to proceed anyway"];
    throw new Problem(
      `${all.length} errors occurred:\n${all.map((one, at) => `    ${at + 1}) ${one}\n`).join("")}`,
    );
  }
  for (const fault of faults) warn(fault);
  for (const { type, resource } of deployment.pending_operations ?? [])
    warn(`removing pending operation '${type}' on '${resource.urn}' from snapshot`);
  const settled = omit(deployment, "pending_operations");
  const salt = deployment.secrets_providers?.state?.salt;
  const text = JSON.stringify(deployment);
  if (!salt && /"(plaintext|ciphertext)":/.test(text))
    throw new Problem("the deployment has secrets, but no secrets provider");
  if (!salt) backend.saveDeployment(project.name, stack, { metadata: {}, ...settled });
  else {
    let crypter: Crypter;
    try {
      crypter = opened(salt);
    } catch (error) {
      const which = text.includes('"ciphertext":')
        ? "could not deserialize deployment: failed to decrypt"
        : "constructing deployment for upload: failed to encrypt";
      throw new Problem(`${which}: ${(error as Error).message}`);
    }
    const encrypted = serialise(deserialise(settled, crypter), crypter);
    backend.saveDeployment(project.name, stack, { ...encrypted, manifest: deployment.manifest });
  }
  print("Import complete.");
}

function cancel(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  backend.cancel(project.name, stack);
  print(`The currently running update for '${stack}' has been canceled!`);
}

function config(args: Arguments): void {
  const { settings, crypter } = contextOf(args);
  const [, verb, key = "", value] = args.words;
  if (verb === "rm") {
    settings.remove(key);
    return;
  }
  if (verb === "get") {
    const found = settings.open(crypter).values[settings.full(key)];
    if (found === undefined) throw new Problem(`configuration key '${key}' not found`);
    print(found);
    return;
  }
  const text = value ?? readFileSync(0, "utf8").trimEnd();
  const isPath = args.flag("path");
  const typed: Value = isPath && /^(true|false|\d+)$/.test(text) ? (JSON.parse(text) as Value) : text;
  settings.set(key, args.flag("secret") ? { secure: crypter().encrypt(text) } : typed, isPath);
}

/** Commands that run no program. */
export const STACK_COMMANDS: Record<string, (args: Arguments) => void> = {
  cancel,
  "stack init": init,
  "stack select": (args) => void contextOf(args, undefined),
  "stack ls": (args) => {
    const { backend, project } = contextOf(args);
    print(backend.stacks(project.name).join("\n"));
  },
  "stack rm": remove,
  "stack output": output,
  "stack export": exportState,
  "stack import": importState,
  "config set": config,
  "config get": config,
  "config rm": config,
};
