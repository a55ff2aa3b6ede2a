import { readFileSync } from "node:fs";
import { Problem } from "./problem";
import { Crypter } from "./secrets";
import type { Settings } from "./settings";
import { type Deployment, deserialise, type Snapshot } from "./state";

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

/** What a deployment says, opened with the salt it names, or else that of the stack's settings (rule 48). */
export function openDeployment(deployment: Deployment | undefined, crypter: () => Crypter): Snapshot {
  if (!deployment) return { resources: [], pending: [] };
  const salt = deployment.secrets_providers?.state?.salt;
  return deserialise(deployment, salt ? opened(salt) : crypter());
}

/** The crypter of a stack, whose settings get a salt if they have none. */
export function crypterOf(settings: Settings): Crypter {
  if (settings.salt) return opened(settings.salt);
  const crypter = Crypter.create(passphrase());
  known.set(crypter.salt, crypter);
  settings.useSalt(crypter.salt);
  return crypter;
}
