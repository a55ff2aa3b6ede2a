import { readFileSync, writeFileSync } from "node:fs";
import type { Arguments } from "./arguments";
import { refuseVersion } from "../files/backend";
import { contextOf } from "./context";
import { print } from "../display/display";
import { needsButProvider } from "../state/graph";
import { Problem, problems } from "../state/problem";
import { Crypter } from "../state/secrets";
import { type Deployment, deserialise, magicOf, omit, type Resource, serialise } from "../state/state";

/** The state, with ciphertexts or with secrets in plain; in the second case the passphrase must be right (rule 48). */
export function exportState(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  const latest = backend.load(project.name, stack);
  const salt = args.flag("show-secrets") && latest?.secrets_providers?.state?.salt;
  const opened = (): Deployment | undefined => {
    if (!latest || !salt) return latest;
    try {
      const crypter = Crypter.open(salt);
      return serialise(deserialise(latest, crypter), crypter, true);
    } catch (error) {
      throw new Problem(`could not deserialize deployment: failed to decrypt: ${(error as Error).message}`);
    }
  };
  const text = JSON.stringify({ version: 3, deployment: opened() ?? {} }, undefined, 4);
  const file = args.one("file");
  try {
    if (file) writeFileSync(file, `${text}\n`);
    else print(text);
  } catch (error) {
    throw new Problem(`could not open file: ${(error as Error).message}`);
  }
}

interface StateFile {
  version?: number;
  features?: string[];
  deployment?: Deployment;
}

function readState(file: string): StateFile {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as StateFile;
  } catch (error) {
    const { message } = error as Error;
    if (error instanceof SyntaxError) throw new Problem(`the file ${file} is not valid JSON: ${message}`);
    throw new Problem(`could not open file: open ${file}: ${message}`);
  }
}

/** What the first resource refers to that is not before it, or that there are two of one. */
function misfitOf(resources: readonly Resource[]): string | undefined {
  const [known, present] = [new Set<string>(), new Set<string>()];
  for (const resource of resources) {
    const { urn, id = "", provider = "", pendingReplacement } = resource;
    const missing = needsButProvider(resource).find((need) => !known.has(need));
    if (missing) return `resource ${urn} refers to missing ${missing}`;
    if (provider && !pendingReplacement && !known.has(provider))
      return `resource ${urn} refers to unknown provider ${provider}`;
    if (!resource.delete && present.has(urn)) return `duplicate resource ${urn} (not marked for deletion)`;
    if (!resource.delete) present.add(urn);
    known.add(urn).add(`${urn}::${id}`);
  }
  return undefined;
}

/** What is wrong with a deployment: of another stack, tampered with, or not whole (rule 48). */
function faultsOf({ manifest, resources = [] }: Deployment, stack: string): string[] {
  const own = (urn: string): string => urn.split(":")[2] ?? "";
  const foreign = resources.filter(({ urn }) => own(urn) !== stack);
  const isTampered = (manifest.magic ?? "") !== magicOf(manifest.version);
  const error = isTampered
    ? "magic cookie mismatch; possible tampering/corruption detected"
    : misfitOf(resources);
  return [
    ...foreign.map(({ urn }) => `resource '${urn}' is from a different stack (${own(urn)} != ${stack})`),
    ...(error ? [`state file contains errors: ${error}`] : []),
  ];
}

/** A deployment whose secrets, in plain or not, are encrypted with the salt in it. */
function encrypted(deployment: Deployment): Deployment {
  const salt = deployment.secrets_providers?.state?.salt;
  const text = JSON.stringify(deployment);
  const settled = omit(deployment, "pending_operations");
  if (!salt && /"(plaintext|ciphertext)":/.test(text))
    throw new Problem("the deployment has secrets, but no secrets provider");
  if (!salt) return { metadata: {}, ...settled };
  let crypter: Crypter;
  try {
    crypter = Crypter.open(salt);
  } catch (error) {
    const which = text.includes('"ciphertext":')
      ? "could not deserialize deployment: failed to decrypt"
      : "constructing deployment for upload: failed to encrypt";
    throw new Problem(`${which}: ${(error as Error).message}`);
  }
  return { ...serialise(deserialise(settled, crypter), crypter), manifest: deployment.manifest };
}

/** Replaces the state by a file (rule 48). What was pending is not any more; with --force faults are only said. */
export function importState(args: Arguments): void {
  const { backend, project, stack } = contextOf(args);
  const file = args.one("file");
  if (!file) throw new Problem("stack import needs --file");
  const { version = 0, features, deployment } = readState(file);
  refuseVersion(stack, version, features);
  if (!deployment?.manifest) throw new Problem(`the file ${file} holds no deployment`);
  const faults = faultsOf(deployment, stack);
  if (faults.length > 0 && !args.flag("force")) {
    const all = [...faults, "importing this file could be dangerous; rerun with --force to proceed anyway"];
    throw problems(all);
  }
  const dropped = (deployment.pending_operations ?? []).map(
    ({ type, resource }) => `removing pending operation '${type}' on '${resource.urn}' from snapshot`,
  );
  for (const text of [...faults, ...dropped]) process.stderr.write(`warning: ${text}\n`);
  backend.save(project.name, stack, JSON.stringify(encrypted(deployment)));
  print("Import complete.");
}
