import { createHash } from "node:crypto";
import type { Crypter } from "./secrets";
import { isSecret, plain, type Props, replaced, seal, SIGNATURE, sortedProps, type Value } from "./values";

/** A resource in the state, with its secrets in envelopes. */
export interface Resource {
  urn: string;
  custom: boolean;
  delete?: boolean;
  /** Deleted ahead of its replacement, which is still to be made (rule 11). */
  pendingReplacement?: boolean;
  id?: string;
  type: string;
  inputs?: Props;
  outputs?: Props;
  parent?: string;
  protect?: boolean;
  external?: boolean;
  dependencies?: string[];
  initErrors?: string[];
  provider?: string;
  propertyDependencies?: Record<string, string[]>;
  additionalSecretOutputs?: string[];
  retainOnDelete?: boolean;
  deletedWith?: string;
  ignoreChanges?: string[];
  replaceOnChanges?: string[];
  hideDiff?: string[];
  /** In seconds. They change nothing here. */
  customTimeouts?: { create?: number; update?: number; delete?: number };
  created?: string;
  modified?: string;
  sourcePosition?: string;
  stackTrace?: Value;
  /** The id of what is still being imported. */
  importID?: string;
}

/** What a resource is called by. */
export interface Subject {
  urn: string;
  type: string;
  name: string;
}
/** The name in a URN. */
export const nameOf = (urn: string): string => urn.split("::").slice(3).join("::");
/** The type in a URN, without those of its parents. */
export const typeOf = (urn: string): string => (urn.split("::")[2] ?? "").split("$").at(-1) ?? "";
/** What a URN says of a resource. */
export const subjectOf = (urn: string): Subject => ({ urn, type: typeOf(urn), name: nameOf(urn) });

/** Provider resources: those of dynamic resources, any, and those that come by themselves (rule 23). */
export const HOST_TYPE = "pulumi:providers:pulumi-nodejs";
/** Another stack, which the engine reads by itself (rule 27). */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";
export const isProvider = (type: string): boolean => type.startsWith("pulumi:providers:");
export const isDefaultProvider = (urn: string): boolean => /::pulumi:providers:[^:]+::default(_|$)/.test(urn);

/** Something under way that the state says until it has ended (rules 40, 42). */
export interface Operation {
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
  resource: Resource;
}

/** The state of a stack. */
export interface Snapshot {
  resources: Resource[];
  pending: Operation[];
}

/** What the stack says its outputs are (rule 28). */
export const stackOutputs = ({ resources }: Snapshot): Props =>
  resources.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};

/** A deployment as it stands in files (version 3 of the format). */
export interface Deployment {
  manifest: { time: string; magic?: string; version: string };
  secrets_providers?: { type: string; state?: { salt: string } };
  resources?: Resource[];
  pending_operations?: Operation[];
  metadata?: Record<string, never>;
}

/** An object without these. */
export function omit<T extends object, K extends keyof T>(object: T, ...names: K[]): Omit<T, K> {
  const copy = { ...object };
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
}

const VERSION = "v3.259.0";
/** By which the real command line knows that a file was not tampered with (rule 48). */
export const magicOf = (version = ""): string =>
  version && createHash("sha256").update(version).digest("hex");

const written = (value: Value, crypter: Crypter, open: boolean): Value =>
  replaced(value, (item) => {
    if (!isSecret(item)) return undefined;
    const text = JSON.stringify(plain(item));
    return {
      [SIGNATURE]: item[SIGNATURE],
      ...(open ? { plaintext: text } : { ciphertext: crypter.encrypt(text) }),
    };
  });

/** What holds secrets as ciphertexts or plaintexts, with the secrets in their envelopes (rules 46, 48). */
export function openSecrets<T extends object>(sealed: T, crypter?: Crypter): T {
  return replaced(sealed as Props, (item) => {
    if (!isSecret(item)) return undefined;
    const { plaintext, ciphertext } = item;
    if (typeof plaintext === "string") return seal(JSON.parse(plaintext) as Value);
    if (typeof ciphertext === "string" && crypter)
      return seal(JSON.parse(crypter.decrypt(ciphertext)) as Value);
    throw new Error("malformed secret value: exactly one of `ciphertext` or `plaintext` must be supplied");
  }) as T;
}

/** Texts of resources as they were written last: a run writes the state after every step, and changes one of many. */
const texts = new WeakMap<Resource, string>();

/** A deployment as text. Secrets are ciphertexts, or plaintexts for `stack export --show-secrets` (rule 48). */
export function deploymentText({ resources, pending }: Snapshot, crypter: Crypter, open = false): string {
  const props = (given: Props = {}): Props | undefined =>
    Object.keys(given).length > 0 ? sortedProps(written(given, crypter, open) as Props) : undefined;
  const one = (resource: Resource): string => {
    const { inputs, outputs } = resource;
    const known = open ? undefined : texts.get(resource);
    const text = known ?? JSON.stringify({ ...resource, inputs: props(inputs), outputs: props(outputs) });
    if (!open) texts.set(resource, text);
    return text;
  };
  const list = (name: string, items: string[]): string[] =>
    items.length > 0 ? [`"${name}": [\n${items.join(",\n")}\n]`] : [];
  const manifest = { time: new Date().toISOString(), magic: magicOf(VERSION), version: VERSION };
  const secrets = { type: "passphrase", state: { salt: crypter.salt } };
  const operations = pending.map(({ type, resource }) => `{"resource": ${one(resource)}, "type": "${type}"}`);
  return `{${[
    `"manifest": ${JSON.stringify(manifest)}`,
    `"secrets_providers": ${JSON.stringify(secrets)}`,
    ...list("resources", resources.map(one)),
    ...list("pending_operations", operations),
    '"metadata": {}',
  ].join(",\n")}}`;
}

/** The same as data. */
export const serialise = (snapshot: Snapshot, crypter: Crypter, open = false): Deployment =>
  JSON.parse(deploymentText(snapshot, crypter, open)) as Deployment;

/** The other way round (rule 48). */
export function deserialise(deployment: Deployment, crypter: Crypter): Snapshot {
  const { resources = [], pending_operations: pending = [] } = openSecrets(deployment, crypter);
  return { resources, pending };
}
