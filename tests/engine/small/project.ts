import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { dump, load } from "js-yaml";
import { Problem } from "./problem";
import type { Crypter } from "./secrets";
import { isProps, type Value } from "./values";

/** Pulumi.yaml. */
export interface Project {
  name: string;
  folder: string;
  /** The program's folder or file. */
  main: string;
  typescript: boolean;
}

interface ProjectFile {
  name?: string;
  main?: string;
  runtime?: string | { name?: string; options?: { typescript?: boolean } };
}

export function findProject(start: string): Project {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const file = join(folder, "Pulumi.yaml");
    if (existsSync(file)) {
      const { name, main = ".", runtime } = load(readFileSync(file, "utf8")) as ProjectFile;
      if (!name) throw new Problem(`${file} has no name`);
      const language = typeof runtime === "string" ? runtime : runtime?.name;
      if (language !== "nodejs")
        throw new Problem(`the runtime ${language} is not supported by this engine, only nodejs`);
      const typescript = typeof runtime === "string" ? true : (runtime?.options?.typescript ?? true);
      return { name, folder, main, typescript };
    }
    if (dirname(folder) === folder) {
      throw new Problem(`no Pulumi.yaml project file found (searching upwards from ${resolve(start)})`);
    }
  }
}

type ConfigValue = Value;
interface StackFile {
  encryptionsalt?: string;
  config?: Record<string, ConfigValue>;
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

  raw(key: string): ConfigValue | undefined {
    return this.#content.config?.[this.full(key)];
  }

  full(key: string): string {
    return key.includes(":") ? key : `${this.project.name}:${key}`;
  }

  set(key: string, value: ConfigValue, path: boolean): void {
    const config = (this.#content.config ??= {});
    const [namespace, rest] = splitOnce(this.full(key), ":");
    const steps = path ? [...rest.matchAll(/[^.[\]"]+/g)].map(([step]) => step) : [rest];
    let target = config;
    let name = `${namespace}:${steps.shift() ?? ""}`;
    for (const step of steps) {
      const isIndex = /^\d+$/.test(step);
      target = (target[name] ??= isIndex ? [] : {}) as Record<string, ConfigValue>;
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

function openValue(value: ConfigValue, crypter: () => Crypter, onSecret: () => void): ConfigValue {
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
