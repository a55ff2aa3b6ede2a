import {
  createCipheriv,
  createDecipheriv,
  createHash,
  pbkdf2Sync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";

/** Rounds of the password's key derivation, as databases have them by default. */
const verifierRounds = 4096;

/** Rounds of the session key's derivation. */
const sessionRounds = 3;

/** The 12c verifier's type number. */
const verifierType = 0x4815;

function aes(key: Buffer, data: Buffer, direction: "encrypt" | "decrypt", padding = false): Buffer {
  const iv = Buffer.alloc(16);
  const cipher =
    direction === "encrypt"
      ? createCipheriv("aes-256-cbc", key, iv)
      : createDecipheriv("aes-256-cbc", key, iv);
  cipher.setAutoPadding(padding);
  return Buffer.concat([cipher.update(data), cipher.final()]);
}

function hex(bytes: Buffer): string {
  return bytes.toString("hex").toUpperCase();
}

/** What a database stores of a password. */
export interface Verifier {
  readonly salt: Buffer;
  readonly key: Buffer;
}

const verifiers = new Map<string, Verifier>();

/** Deriving one takes milliseconds, so a password's is made once a process. */
export function verifierOf(password: string): Verifier {
  let verifier = verifiers.get(password);
  if (verifier === undefined) {
    const salt = randomBytes(16);
    const speedy = pbkdf2Sync(
      password,
      Buffer.concat([salt, Buffer.from("AUTH_PBKDF2_SPEEDY_KEY")]),
      verifierRounds,
      64,
      "sha512",
    );
    verifier = { salt, key: createHash("sha512").update(speedy).update(salt).digest().subarray(0, 32) };
    verifiers.set(password, verifier);
  }
  return verifier;
}

/** The server's half of one log on. */
export class Challenge {
  readonly #verifier: Verifier;
  readonly #partA = randomBytes(32);
  readonly #salt = randomBytes(16);
  #sessionKey: Buffer | undefined;

  constructor(verifier: Verifier) {
    this.#verifier = verifier;
  }

  /** What the first answer says. */
  pairs(): [string, string | number, number?][] {
    return [
      ["AUTH_SESSKEY", hex(aes(this.#verifier.key, this.#partA, "encrypt"))],
      ["AUTH_VFR_DATA", hex(this.#verifier.salt), verifierType],
      ["AUTH_PBKDF2_CSK_SALT", hex(this.#salt)],
      ["AUTH_PBKDF2_VGEN_COUNT", verifierRounds],
      ["AUTH_PBKDF2_SDER_COUNT", sessionRounds],
    ];
  }

  /** Whether the client's second message proves that it knows the password. */
  accepts(password: string, sessionKeyHex: string, passwordHex: string): boolean {
    try {
      const partB = aes(this.#verifier.key, Buffer.from(sessionKeyHex, "hex"), "decrypt").subarray(0, 32);
      const text = hex(Buffer.concat([partB, this.#partA]));
      this.#sessionKey = pbkdf2Sync(text, this.#salt, sessionRounds, 32, "sha512");
      const given = aes(this.#sessionKey, Buffer.from(passwordHex, "hex"), "decrypt", true).subarray(16);
      const digest = (data: Buffer | string): Buffer => createHash("sha256").update(data).digest();
      return timingSafeEqual(digest(given), digest(password));
    } catch {
      // What does not decrypt was made with another password.
      return false;
    }
  }

  /** A text that the client has encrypted once it was let in; undefined where it is none. */
  decrypted(text: string): string | undefined {
    try {
      return aes(this.#sessionKey!, Buffer.from(text, "hex"), "decrypt", true).subarray(16).toString("utf8");
    } catch {
      return undefined;
    }
  }

  /** Proves to the client that the server knew the password too. */
  response(): string {
    const clear = Buffer.concat([randomBytes(16), Buffer.from("SERVER_TO_CLIENT")]);
    return hex(aes(this.#sessionKey!, clear, "encrypt", true));
  }
}
