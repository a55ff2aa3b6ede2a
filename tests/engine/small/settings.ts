import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { Project } from "./project";
import type { Crypter } from "./secrets";
import { isProps, type Value } from "./values";

interface StackFile {
  encryptionsalt?: string;
  config?: Record<string, Value>;
}

/** Pulumi.<stack>.yaml: configuration and the salt of its secrets. */
export class Settings {
  readonly #file: string;
  readonly #content: StackFile;

  constructor(
    readonly project: Project,
    stack: string,
  ) {
    this.#file = join(project.folder, `Pulumi.${stack}.yaml`);
    this.#content = existsSync(this.#file)
      ? ((load(readFileSync(this.#file, "utf8")) as StackFile | null) ?? {})
      : {};
  }

  get salt(): string | undefined {
    return this.#content.encryptionsalt;
  }

  useSalt(salt: string): void {
    this.#content.encryptionsalt = salt;
    this.#save();
  }

  /** The settings of a stack that is no more. */
  discard(): void {
    rmSync(this.#file, { force: true });
  }

  get keys(): string[] {
    return Object.keys(this.#content.config ?? {});
  }

  raw(key: string): Value | undefined {
    return this.#content.config?.[this.full(key)];
  }

  full(key: string): string {
    return key.includes(":") ? key : `${this.project.name}:${key}`;
  }

  set(key: string, value: Value, path: boolean): void {
    const config = (this.#content.config ??= {});
    const [namespace, rest] = splitOnce(this.full(key), ":");
    const steps = path ? [...rest.matchAll(/[^.[\]"]+/g)].map(([step]) => step) : [rest];
    let target = config;
    let name = `${namespace}:${steps.shift() ?? ""}`;
    for (const step of steps) {
      const isIndex = /^\d+$/.test(step);
      target = (target[name] ??= isIndex ? [] : {}) as Record<string, Value>;
      name = step;
    }
    target[name] = value;
    this.#save();
  }

  remove(key: string): void {
    if (this.#content.config) Reflect.deleteProperty(this.#content.config, this.full(key));
    this.#save();
  }

  /** Every value as text, structured ones as JSON (rule 17), and which of them are secret. */
  open(crypter: () => Crypter): { values: Record<string, string>; secrets: string[] } {
    const secrets: string[] = [];
    const values = this.keys.sort().map((key) => {
      const value = openValue(this.raw(key) ?? null, crypter, () => secrets.push(key));
      return [key, typeof value === "string" ? value : JSON.stringify(value)] as const;
    });
    return { values: Object.fromEntries(values), secrets };
  }

  #save(): void {
    writeFileSync(this.#file, dump(this.#content, { lineWidth: -1 }));
  }
}

function openValue(value: Value, crypter: () => Crypter, onSecret: () => void): Value {
  if (Array.isArray(value)) return value.map((item) => openValue(item, crypter, onSecret));
  if (!isProps(value)) return value;
  if (typeof value.secure === "string" && Object.keys(value).length === 1) {
    onSecret();
    return crypter().decrypt(value.secure);
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, openValue(item ?? null, crypter, onSecret)]),
  );
}

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + separator.length)];
}
