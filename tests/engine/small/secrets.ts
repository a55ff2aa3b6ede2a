import { createCipheriv, createDecipheriv, createHash, pbkdf2Sync, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Problem } from "./problem";

const ITERATIONS = 1_000_000;
const WRONG =
  "incorrect passphrase, please set PULUMI_CONFIG_PASSPHRASE to the correct passphrase or set PULUMI_CONFIG_PASSPHRASE_FILE to a file containing the passphrase";

/**
 * A passphrase's key. Deriving one takes half a second on purpose, which tests of hundreds of commands pay once a stack:
 * they name a folder of theirs in `ORDS_ENGINE_KEYS` to keep keys in.
 */
function keyOf(passphrase: string, salt: Buffer): Buffer {
  const folder = process.env.ORDS_ENGINE_KEYS;
  const file = folder
    ? join(folder, createHash("sha256").update(salt).update(passphrase).digest("hex"))
    : undefined;
  if (file && existsSync(file)) return readFileSync(file);
  const key = pbkdf2Sync(passphrase, salt, ITERATIONS, 32, "sha256");
  if (folder && file) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(`${file}.${process.pid}`, key, { mode: 0o600 });
    renameSync(`${file}.${process.pid}`, file);
  }
  return key;
}

/** Encrypts and decrypts with a stack's passphrase, in the form of Pulumi's passphrase manager (rule 48). */
export class Crypter {
  private constructor(
    readonly salt: string,
    readonly key: Buffer,
  ) {}

  /** A new salt: random, followed by the word `pulumi` encrypted, by which a passphrase is known to be the right one. */
  static create(passphrase: string): Crypter {
    const bytes = randomBytes(8);
    const draft = new Crypter("", keyOf(passphrase, bytes));
    return new Crypter(`v1:${bytes.toString("base64")}:${draft.encrypt("pulumi")}`, draft.key);
  }

  static open(salt: string, passphrase: string): Crypter {
    const [version, bytes = "", ...check] = salt.split(":");
    if (version !== "v1") throw new Problem("the stack's encryption salt is malformed");
    const key = keyOf(passphrase, Buffer.from(bytes, "base64"));
    const crypter = new Crypter(salt, key);
    try {
      if (crypter.decrypt(check.join(":")) === "pulumi") return crypter;
    } catch {
      throw new Problem(WRONG);
    }
    throw new Problem(WRONG);
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
