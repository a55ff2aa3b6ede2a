import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { dump, load } from "js-yaml";
import type { Project } from "./project";
import { Problem } from "../state/problem";
import { Crypter } from "../state/secrets";
import { isProps, mapProps, type Props, replaced, seal, sortedProps, type Value } from "../state/values";

interface StackFile {
  encryptionsalt?: string;
  config?: Record<string, Value>;
}

const TYPES: Record<string, RegExp> = { integer: /^-?\d+$/, boolean: /^(true|false)$/ };

/** Pulumi.<stack>.yaml: configuration and the salt of its secrets (rules 17, 48). */
export class Settings {
  readonly #file: string;
  readonly #content: StackFile;

  constructor(
    readonly project: Project,
    readonly stack: string,
  ) {
    this.#file = join(project.folder, `Pulumi.${stack}.yaml`);
    this.#content = existsSync(this.#file)
      ? ((load(readFileSync(this.#file, "utf8")) as StackFile | null) ?? {})
      : {};
  }

  /** For the stack's secrets. Settings without a salt get one. */
  crypter(): Crypter {
    const { encryptionsalt: salt } = this.#content;
    if (salt) return Crypter.open(salt);
    const crypter = Crypter.create();
    this.#content.encryptionsalt = crypter.salt;
    this.#save();
    return crypter;
  }

  /** The settings of a stack that is no more. */
  discard(): void {
    rmSync(this.#file, { force: true });
  }

  full(key: string): string {
    return key.includes(":") ? key : `${this.project.name}:${key}`;
  }

  set(key: string, value: Value, isPath: boolean): void {
    const config = (this.#content.config ??= {});
    const [namespace = "", rest = ""] = this.full(key).split(/:(.*)/s);
    const [first = "", ...steps] = isPath ? (rest.match(/[^.[\]"]+/g) ?? []) : [rest];
    let target = config;
    let name = `${namespace}:${first}`;
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

  /** Every value as text, structured ones as JSON, which of them are secret, and the default provider's inputs (rule 17). */
  open(): { values: Record<string, string>; secrets: string[]; inputs: Props } {
    const secrets: string[] = [];
    const whole = { ...this.#declared(), ...this.#content.config };
    const opened = Object.entries(whole).map(([key, raw = null]) => {
      return [key, this.#text(raw, () => secrets.push(key))] as const;
    });
    const values = sortedProps(Object.fromEntries(opened));
    const inputs = mapProps(values, (value, key) => (secrets.includes(key) ? seal(value) : value));
    return { values, secrets, inputs };
  }

  /** One value as text, whatever is wrong with others (rule 84). */
  get(key: string): string | undefined {
    const value = { ...this.#declared(false), ...this.#content.config }[this.full(key)];
    return value === undefined ? undefined : this.#text(value);
  }

  #text(raw: Value, onSecret?: () => void): string {
    const value = replaced(raw, (item) => {
      if (!isProps(item) || typeof item.secure !== "string" || Object.keys(item).length > 1) return undefined;
      onSecret?.();
      return this.crypter().decrypt(item.secure);
    });
    return typeof value === "string" ? value : JSON.stringify(value);
  }

  /** What the project says of values that the stack does not have; those that it has must be as declared (rule 84). */
  #declared(isChecked = true): Props {
    const found: Props = {};
    const own = this.#content.config ?? {};
    for (const [key, entry] of Object.entries(this.project.config)) {
      const { type, secret, value, default: usual = value } = isProps(entry) ? entry : { default: entry };
      const refuse = (what: string): void => {
        if (isChecked) throw new Problem(`validating stack config: Stack '${this.stack}' ${what}`);
      };
      const given = own[this.full(key)];
      const text = typeof given === "string" ? given : JSON.stringify(given);
      if (given === undefined && usual === undefined) refuse(`is missing configuration value '${key}'`);
      else if (given === undefined) found[this.full(key)] = usual;
      else if (secret && !isProps(given))
        refuse(`with configuration key '${key}' must be encrypted as it's secret`);
      else if (typeof type === "string" && !isProps(given) && TYPES[type]?.test(text) === false)
        refuse(`with configuration key '${key}' must be of type '${type}'`);
    }
    return found;
  }

  #save(): void {
    writeFileSync(this.#file, dump(this.#content, { lineWidth: -1 }));
  }
}
