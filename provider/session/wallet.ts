import { SettingsError } from "./errors";
import { descriptorOf } from "./tnsnames";
import { unzip } from "./zip";

/** A wallet that is held in memory. */
export interface Wallet {
  /** What the driver's Thin mode takes as `walletContent`. */
  readonly pem: string | undefined;
  /** All files of the zip, for the Thick mode, which only reads folders. */
  readonly files: ReadonlyMap<string, Buffer>;
}

const pemBegins = /-----BEGIN [A-Z ]+-----/;

/** From base64 of the zip that Autonomous Database gives, from PEM, or from base64 of PEM. @throws SettingsError */
export function walletOf(content: string): Wallet {
  if (pemBegins.test(content)) return fromPem(content);
  const bytes = Buffer.from(content, "base64");
  if (pemBegins.test(bytes.toString("latin1"))) return fromPem(bytes.toString("utf8"));
  try {
    const files = unzip(bytes);
    return { pem: files.get("ewallet.pem")?.toString("utf8"), files };
  } catch (error) {
    throw new SettingsError(
      "ords:walletContent is neither PEM nor base64 of a wallet's zip: give the file that Autonomous Database lets you download, in base64.",
      { cause: error },
    );
  }
}

function fromPem(text: string): Wallet {
  return { pem: text, files: new Map([["ewallet.pem", Buffer.from(text)]]) };
}

/** The connect string with an alias of the wallet's own tnsnames.ora put in full. */
export function resolved(connectString: string, { files }: Wallet): string {
  const names = files.get("tnsnames.ora")?.toString("utf8");
  const isAlias = /^[\w.-]+$/.test(connectString.trim());
  if (names === undefined || !isAlias) return connectString;
  return descriptorOf(names, connectString.trim()) ?? connectString;
}
