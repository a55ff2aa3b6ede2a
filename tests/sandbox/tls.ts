import { createHash, generateKeyPairSync, sign } from "node:crypto";

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM; clients that are to trust it take it for an authority's. */
  readonly cert: string;
}

/** DER tags. */
const tags = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  oid: 0x06,
  utf8: 0x0c,
  utcTime: 0x17,
  sequence: 0x30,
  set: 0x31,
  version: 0xa0,
  extensions: 0xa3,
  dnsName: 0x82,
  ipAddress: 0x87,
} as const;

/** Object identifiers, encoded. */
const oids = {
  ecdsaWithSha256: "2a8648ce3d040302",
  commonName: "550403",
  subjectAltName: "551d11",
  basicConstraints: "551d13",
  subjectKeyIdentifier: "551d0e",
} as const;

function der(tag: number, ...contents: Buffer[]): Buffer {
  const body = Buffer.concat(contents);
  if (body.length < 0x80) return Buffer.concat([Buffer.from([tag, body.length]), body]);
  const length = Buffer.from(body.length.toString(16).padStart(body.length > 0xff ? 4 : 2, "0"), "hex");
  return Buffer.concat([Buffer.from([tag, 0x80 | length.length]), length, body]);
}

function oid(name: keyof typeof oids): Buffer {
  return der(tags.oid, Buffer.from(oids[name], "hex"));
}

function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]/g, "").slice(2, 14);
  return der(tags.utcTime, Buffer.from(`${digits}Z`));
}

function extension(name: keyof typeof oids, value: Buffer): Buffer {
  return der(tags.sequence, oid(name), der(tags.octetString, value));
}

const day = 86_400_000;

/** Makes a certificate for localhost and 127.0.0.1 that signs itself (RFC 5280), valid for a year from yesterday. */
export function selfSigned(now = new Date()): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const algorithm = der(tags.sequence, oid("ecdsaWithSha256"));
  const commonName = der(tags.sequence, oid("commonName"), der(tags.utf8, Buffer.from("localhost")));
  const name = der(tags.sequence, der(tags.set, commonName));

  const digest = createHash("sha256").update(publicKey).digest();
  const names = der(
    tags.sequence,
    der(tags.dnsName, Buffer.from("localhost")),
    der(tags.ipAddress, Buffer.from([127, 0, 0, 1])),
  );
  const extensions = der(
    tags.sequence,
    extension("basicConstraints", der(tags.sequence, der(tags.boolean, Buffer.from([0xff])))),
    extension("subjectKeyIdentifier", der(tags.octetString, digest.subarray(0, 20))),
    extension("subjectAltName", names),
  );
  // A serial number is positive: its first bit is not set.
  const serial = Buffer.concat([Buffer.from([0x01]), digest.subarray(20, 28)]);
  const body = der(
    tags.sequence,
    der(tags.version, der(tags.integer, Buffer.from([2]))),
    der(tags.integer, serial),
    algorithm,
    name,
    der(tags.sequence, time(new Date(now.getTime() - day)), time(new Date(now.getTime() + 365 * day))),
    name,
    publicKey,
    der(tags.extensions, extensions),
  );
  const signature = der(tags.bitString, Buffer.from([0]), sign("sha256", body, privateKey));
  const lines = der(tags.sequence, body, algorithm, signature)
    .toString("base64")
    .replace(/(.{64})/g, "$1\n");
  return { key: privateKey, cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n` };
}
