import { createHash } from "node:crypto";
import type { Crypter } from "./secrets";
import {
  isProps,
  isSecret,
  mapProps,
  plain,
  type Props,
  seal,
  SIGNATURE,
  sortedProps,
  type Value,
} from "./values";

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
}

export interface Operation {
  type: "creating" | "updating" | "deleting" | "reading" | "importing";
  resource: Resource;
}

export interface Snapshot {
  resources: Resource[];
  pending: Operation[];
}

/** A deployment as it stands in files (version 3 of the format). */
export interface Deployment {
  manifest: { time: string; magic?: string; version: string };
  secrets_providers?: { type: string; state?: { salt: string } };
  resources?: Resource[];
  pending_operations?: Operation[];
  metadata?: Record<string, never>;
}

export function omit<T extends object, K extends keyof T>(object: T, ...names: K[]): Omit<T, K> {
  const copy = { ...object };
  for (const name of names) Reflect.deleteProperty(copy, name);
  return copy;
}

export const VERSION = "v3.259.0";
/** By which the real command line knows that a file was not tampered with (rule 48). */
export const magicOf = (version = ""): string =>
  version && createHash("sha256").update(version).digest("hex");

function write(value: Value, crypter: Crypter, open: boolean): Value {
  if (isSecret(value)) {
    const text = JSON.stringify(plain(value));
    const envelope = { [SIGNATURE]: value[SIGNATURE] };
    return open ? { ...envelope, plaintext: text } : { ...envelope, ciphertext: crypter.encrypt(text) };
  }
  if (Array.isArray(value)) return value.map((item) => write(item, crypter, open));
  return isProps(value) ? mapProps(value, (item) => write(item, crypter, open)) : value;
}

function read(value: Value, crypter?: Crypter): Value {
  if (Array.isArray(value)) return value.map((item) => read(item, crypter));
  if (!isProps(value)) return value;
  if (isSecret(value)) {
    const { plaintext, ciphertext } = value;
    if (typeof plaintext === "string") return seal(JSON.parse(plaintext) as Value);
    if (typeof ciphertext === "string" && crypter)
      return seal(JSON.parse(crypter.decrypt(ciphertext)) as Value);
    throw new Error("malformed secret value: exactly one of `ciphertext` or `plaintext` must be supplied");
  }
  return mapProps(value, (item) => read(item, crypter));
}

/** Secrets written as plaintexts, in their envelopes. */
export const openSecrets = (props: Props): Props => read(props) as Props;

const emptied = (props: Props | undefined): Props | undefined =>
  props && Object.keys(props).length > 0 ? sortedProps(props) : undefined;

const frame = (crypter: Crypter): Pick<Deployment, "manifest" | "secrets_providers"> => ({
  manifest: { time: new Date().toISOString(), magic: magicOf(VERSION), version: VERSION },
  secrets_providers: { type: "passphrase", state: { salt: crypter.salt } },
});

const serialised = (resource: Resource, crypter: Crypter, open: boolean): Resource => ({
  ...resource,
  inputs: emptied(write(resource.inputs ?? {}, crypter, open) as Props),
  outputs: emptied(write(resource.outputs ?? {}, crypter, open) as Props),
});

/** Secrets as ciphertexts, or as plaintexts for `stack export --show-secrets` (rule 48). */
export function serialise({ resources, pending }: Snapshot, crypter: Crypter, open = false): Deployment {
  const one = (resource: Resource): Resource => serialised(resource, crypter, open);
  return {
    ...frame(crypter),
    ...(resources.length > 0 && { resources: resources.map(one) }),
    ...(pending.length > 0 && {
      pending_operations: pending.map(({ type, resource }) => ({ resource: one(resource), type })),
    }),
    metadata: {},
  };
}

/** Texts of resources as they were written last: a run writes the state after every step, and changes one of many. */
const texts = new WeakMap<Resource, string>();

/** The same as text. */
export function deploymentText({ resources, pending }: Snapshot, crypter: Crypter): string {
  const one = (resource: Resource): string => {
    const text = texts.get(resource) ?? JSON.stringify(serialised(resource, crypter, false));
    texts.set(resource, text);
    return text;
  };
  const list = (name: string, items: string[]): string[] =>
    items.length > 0 ? [`"${name}": [\n${items.join(",\n")}\n]`] : [];
  const { manifest, secrets_providers: secrets } = frame(crypter);
  const operations = pending.map(
    ({ type, resource }) => `{"resource": ${one(resource)}, "type": ${JSON.stringify(type)}}`,
  );
  return `{${[
    `"manifest": ${JSON.stringify(manifest)}`,
    `"secrets_providers": ${JSON.stringify(secrets)}`,
    ...list("resources", resources.map(one)),
    ...list("pending_operations", operations),
    '"metadata": {}',
  ].join(",\n")}}`;
}

/** The other way round. */
export function deserialise(deployment: Deployment, crypter: Crypter): Snapshot {
  const one = (resource: Resource): Resource => {
    const { inputs, outputs, ...rest } = resource;
    return {
      ...rest,
      ...(inputs && { inputs: read(inputs, crypter) as Props }),
      ...(outputs && { outputs: read(outputs, crypter) as Props }),
    };
  };
  return {
    resources: (deployment.resources ?? []).map(one),
    pending: (deployment.pending_operations ?? []).map(({ type, resource }) => ({
      type,
      resource: one(resource),
    })),
  };
}
