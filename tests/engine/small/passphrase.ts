import { readFileSync } from "node:fs";
import { Problem } from "./problem";
import { Crypter } from "./secrets";
import type { Settings } from "./settings";

function passphrase(): string {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (text !== undefined) return text;
  if (file) return readFileSync(file, "utf8").trim();
  throw new Problem(
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
  );
}

const known = new Map<string, Crypter>();

/** The crypter of a salt under the passphrase of this process; a wrong passphrase is refused (rule 48). */
export function opened(salt: string): Crypter {
  const crypter = known.get(salt) ?? Crypter.open(salt, passphrase());
  known.set(salt, crypter);
  return crypter;
}

/** The crypter of a stack, whose settings get a salt if they have none. */
export function crypterOf(settings: Settings): Crypter {
  if (settings.salt) return opened(settings.salt);
  const crypter = Crypter.create(passphrase());
  known.set(crypter.salt, crypter);
  settings.useSalt(crypter.salt);
  return crypter;
}
