import { createHash, createHmac, randomBytes } from "node:crypto";
import type { Overload, PackageSpec, Value } from "../catalogue";
import { ora } from "../failure";
import { fn, numberArgument, textArgument } from "./signature";

function bytesOf(value: Value | undefined): Buffer | null {
  if (value === null || value === undefined) return null;
  return Buffer.isBuffer(value) ? value : Buffer.from(textArgument(value));
}

/** A function of one RAW, null where that is. */
function ofRaw(returns: string, run: (bytes: Buffer) => Value, params = "r raw"): Overload {
  const name = /^\w+/.exec(params)![0];
  return fn(returns, params, (_, args) => {
    const bytes = bytesOf(args[name]);
    return bytes === null ? null : run(bytes);
  });
}

const concatenated = Array.from({ length: 12 }, (_, index) => `r${index + 1} raw := null`).join(", ");

export const utlRaw: PackageSpec = {
  owner: "SYS",
  name: "UTL_RAW",
  partial: true,
  subprograms: {
    CAST_TO_RAW: [fn("raw", "c varchar2", (_, { c }) => (c === null ? null : Buffer.from(textArgument(c))))],
    CAST_TO_VARCHAR2: [ofRaw("varchar2", (bytes) => bytes.toString("utf8") || null)],
    LENGTH: [ofRaw("number", (bytes) => bytes.length)],
    CONCAT: [
      fn("raw", concatenated, (_, args) =>
        Buffer.concat(Object.values(args).flatMap((value) => (Buffer.isBuffer(value) ? [value] : []))),
      ),
    ],
    SUBSTR: [
      fn("raw", "r raw, pos binary_integer, len binary_integer := null", (_, { r, pos, len }) => {
        const bytes = bytesOf(r);
        if (bytes === null) return null;
        const given = numberArgument(pos) ?? 1;
        const from = given < 0 ? bytes.length + given : Math.max(0, given - 1);
        const size = numberArgument(len) ?? bytes.length - from;
        if (from < 0 || from + size > bytes.length) throw ora(6502, "PL/SQL: value or conversion error");
        return bytes.subarray(from, from + size);
      }),
    ],
    REVERSE: [ofRaw("raw", (bytes) => Buffer.from(bytes).reverse())],
    COMPARE: [
      fn("number", "r1 raw, r2 raw, pad raw := null", (_, { r1, r2 }) => {
        const [one, other] = [bytesOf(r1) ?? Buffer.alloc(0), bytesOf(r2) ?? Buffer.alloc(0)];
        const longest = Math.max(one.length, other.length);
        for (let index = 0; index < longest; index++)
          if ((one[index] ?? 0) !== (other[index] ?? 0)) return index + 1;
        return 0;
      }),
    ],
  },
};

function isBase64(encoding: Value | undefined): "base64" {
  if (numberArgument(encoding) === 1) return "base64";
  throw ora(3001, "unimplemented feature: quoted-printable is not supported by the sandbox");
}

export const utlEncode: PackageSpec = {
  owner: "SYS",
  name: "UTL_ENCODE",
  partial: true,
  constants: {
    BASE64: { type: "PLS_INTEGER", value: 1 },
    QUOTED_PRINTABLE: { type: "PLS_INTEGER", value: 2 },
  },
  subprograms: {
    // Lines of 64 characters, as MIME has them.
    BASE64_ENCODE: [
      ofRaw("raw", (bytes) => Buffer.from(bytes.toString("base64").replace(/.{64}(?=.)/g, "$&\r\n"))),
    ],
    TEXT_ENCODE: [
      fn(
        "varchar2",
        "buf varchar2, encode_charset varchar2 := null, encoding pls_integer := 2",
        (_, args) => {
          return args.buf === null
            ? null
            : Buffer.from(textArgument(args.buf)).toString(isBase64(args.encoding));
        },
      ),
    ],
    TEXT_DECODE: [
      fn(
        "varchar2",
        "buf varchar2, encode_charset varchar2 := null, encoding pls_integer := 2",
        (_, args) => {
          return args.buf === null
            ? null
            : Buffer.from(textArgument(args.buf), isBase64(args.encoding)).toString();
        },
      ),
    ],
    BASE64_DECODE: [ofRaw("raw", (bytes) => Buffer.from(bytes.toString("latin1"), "base64"))],
  },
};

export const utlUrl: PackageSpec = {
  owner: "SYS",
  name: "UTL_URL",
  subprograms: {
    ESCAPE: [
      fn(
        "varchar2",
        "url varchar2, escape_reserved_chars boolean := false, url_charset varchar2 := null",
        (_, { url, escape_reserved_chars: reserved }) => {
          if (url === null) return null;
          const encoded =
            reserved === true ? encodeURIComponent(textArgument(url)) : encodeURI(textArgument(url));
          return encoded.replace(/[!'()*]/g, (character) => character);
        },
      ),
    ],
    UNESCAPE: [
      fn("varchar2", "url varchar2, url_charset varchar2 := null", (_, { url }) => {
        if (url === null) return null;
        try {
          return decodeURIComponent(textArgument(url));
        } catch {
          throw ora(29262, "bad URL");
        }
      }),
    ],
  },
};

const hashes: Readonly<Record<number, string>> = {
  1: "md4",
  2: "md5",
  3: "sha1",
  4: "sha256",
  5: "sha384",
  6: "sha512",
};
const macs: Readonly<Record<number, string>> = { 1: "md5", 2: "sha1", 3: "sha256", 4: "sha384", 5: "sha512" };

function algorithm(of: Readonly<Record<number, string>>, type: Value | undefined): string {
  const name = of[numberArgument(type) ?? 0];
  if (name === undefined) throw ora(28817, "PL/SQL function returned an error.");
  return name;
}

const integers = (values: Readonly<Record<string, number>>): PackageSpec["constants"] =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { type: "PLS_INTEGER", value }]));

export const dbmsCrypto: PackageSpec = {
  owner: "SYS",
  name: "DBMS_CRYPTO",
  partial: true,
  constants: integers({
    HASH_MD4: 1,
    HASH_MD5: 2,
    HASH_SH1: 3,
    HASH_SH256: 4,
    HASH_SH384: 5,
    HASH_SH512: 6,
    HMAC_MD5: 1,
    HMAC_SH1: 2,
    HMAC_SH256: 3,
    HMAC_SH384: 4,
    HMAC_SH512: 5,
  })!,
  subprograms: {
    HASH: ["raw", "blob", "clob"].map((type) =>
      fn("raw", `src ${type}, typ pls_integer`, (_, { src, typ }) =>
        createHash(algorithm(hashes, typ))
          .update(bytesOf(src) ?? Buffer.alloc(0))
          .digest(),
      ),
    ),
    MAC: ["raw", "blob", "clob"].map((type) =>
      fn("raw", `src ${type}, typ pls_integer, key raw`, (_, { src, typ, key }) =>
        createHmac(algorithm(macs, typ), bytesOf(key) ?? Buffer.alloc(0))
          .update(bytesOf(src) ?? Buffer.alloc(0))
          .digest(),
      ),
    ),
    RANDOMBYTES: [
      fn("raw", "number_bytes pls_integer", (_, args) => randomBytes(numberArgument(args.number_bytes) ?? 0)),
    ],
    RANDOMINTEGER: [fn("binary_integer", "", () => randomBytes(4).readInt32BE())],
  },
};

const simpleName = /^\s*(?:"[^"]+"|\p{L}[\p{L}\p{N}_$#]*)\s*$/u;

function assertion(code: number, text: string, test: (name: string) => boolean): Overload {
  return fn("varchar2", "str varchar2", (_, { str }) => {
    if (str === null || !test(textArgument(str))) throw ora(code, text);
    return str!;
  });
}

const quotedParts = (name: string): string[] => name.match(/"[^"]*"|[^."]+/g) ?? [];

export const dbmsAssert: PackageSpec = {
  owner: "SYS",
  name: "DBMS_ASSERT",
  partial: true,
  subprograms: {
    NOOP: [fn("varchar2", "str varchar2", (_, { str }) => str ?? null)],
    SIMPLE_SQL_NAME: [assertion(44003, "invalid SQL name", (name) => simpleName.test(name))],
    QUALIFIED_SQL_NAME: [
      assertion(44004, "invalid qualified SQL name", (name) => quotedParts(name).length > 0 && quotedParts(name).every((part) => simpleName.test(part))), // prettier-ignore
    ],
    ENQUOTE_NAME: [
      fn("varchar2", "str varchar2, capitalize boolean := true", (_, { str, capitalize }) => {
        const name = textArgument(str);
        if (/^"[^"]+"$/.test(name)) return name;
        if (name.includes('"')) throw ora(44003, "invalid SQL name");
        return `"${capitalize === true ? name.toUpperCase() : name}"`;
      }),
    ],
    ENQUOTE_LITERAL: [
      fn("varchar2", "str varchar2", (_, { str }) => {
        const text = textArgument(str);
        const inner = /^'.*'$/s.test(text) && text.length > 1 ? text.slice(1, -1) : text;
        if (inner.replaceAll("''", "").includes("'")) throw ora(6502, "PL/SQL: value or conversion error");
        return `'${inner}'`;
      }),
    ],
    SCHEMA_NAME: [assertion(44001, "invalid schema", (name) => simpleName.test(name))],
    SQL_OBJECT_NAME: [
      fn("varchar2", "str varchar2", (session, { str }) => {
        const path = quotedParts(textArgument(str)).map((part) => part.startsWith('"') ? { name: part.slice(1, -1), quoted: true, pos: 0 } : { name: part.trim().toUpperCase(), quoted: false, pos: 0 }); // prettier-ignore
        const isUnit = path.length > 0 && session.stored.find(path.length > 1 ? path[0]!.name : session.currentSchema, path.at(-1)!.name) !== undefined; // prettier-ignore
        if (path.length === 0 || (!isUnit && session.sql.table(path) === undefined)) throw ora(44002, "invalid object name"); // prettier-ignore
        return str ?? null;
      }),
    ],
  },
};
