import assert from "node:assert/strict";
import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { writeWhole } from "./files";
import { Problem } from "./problem";

const ITERATIONS = 1_000_000;
const WRONG =
  "incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE to the correct passphrase or set PULUMI_CONFIG_PASSPHRASE_FILE to a file containing the passphrase";

function passphrase(): string {
  const { PULUMI_CONFIG_PASSPHRASE: text, PULUMI_CONFIG_PASSPHRASE_FILE: file } = process.env;
  if (text !== undefined) return text;
  if (file) return readFileSync(file, "utf8").trim();
  throw new Problem(
    "passphrase must be set with PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE environment variables",
  );
}

/**
 * Deriving a key takes half a second on purpose. Tests of hundreds of commands name a folder of theirs in
 * `ORDS_ENGINE_KEYS` to keep a salt and keys in, and pay once a passphrase.
 */
const FOLDER = process.env.ORDS_ENGINE_KEYS ?? "";

/** What was made before by this name, where such things are kept. */
function kept(name: string, make: () => Buffer): Buffer {
  const file = join(FOLDER, name);
  if (FOLDER && existsSync(file)) return readFileSync(file);
  const made = make();
  if (FOLDER) writeWhole(file, made, 0o600);
  return made;
}

/** The key of this process's passphrase. */
function keyOf(salt: Buffer): Buffer {
  const text = passphrase();
  const name = createHash("sha256").update(salt).update(text).digest("hex");
  return kept(name, () => pbkdf2Sync(text, salt, ITERATIONS, 32, "sha256"));
}

const known = new Map<string, Crypter>();

/** Encrypts and decrypts with a stack's passphrase, in the form of Pulumi's passphrase manager (rule 48). */
export class Crypter {
  private constructor(
    readonly salt: string,
    readonly key: Buffer,
  ) {}

  /** A new salt: random, followed by the word `pulumi` encrypted, by which a passphrase is known to be the right one. */
  static create(): Crypter {
    const bytes = kept("salt", () => randomBytes(8));
    const draft = new Crypter("", keyOf(bytes));
    const crypter = new Crypter(`v1:${bytes.toString("base64")}:${draft.encrypt("pulumi")}`, draft.key);
    known.set(crypter.salt, crypter);
    return crypter;
  }

  /** That of a salt; a wrong passphrase is refused. */
  static open(salt: string): Crypter {
    const [version, bytes = "", ...check] = salt.split(":");
    if (version !== "v1") throw new Problem("the stack's encryption salt is malformed");
    const crypter = known.get(salt) ?? new Crypter(salt, keyOf(Buffer.from(bytes, "base64")));
    try {
      assert.equal(crypter.decrypt(check.join(":")), "pulumi");
    } catch {
      throw new Problem(WRONG);
    }
    known.set(salt, crypter);
    return crypter;
  }

  encrypt(text: string): string {
    const nonce = randomBytes(12);
    const cipher = createCipheriv("aes-256-gcm", this.key, nonce);
    const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString("base64")}:${sealed.toString("base64")}`;
  }

  decrypt(text: string): string {
    const [version, nonce = "", sealed = ""] = text.split(":");
    if (version !== "v1") throw new Problem("a ciphertext is malformed");
    const bytes = Buffer.from(sealed, "base64");
    const decipher = createDecipheriv("aes-256-gcm", this.key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-16));
    return decipher.update(bytes.subarray(0, -16)).toString("utf8") + decipher.final("utf8");
  }
}
