import { gunzipSync, gzipSync } from "node:zlib";
import type { Value } from "../../catalogue";
import { ora } from "../../failure";
import type { Behaviour } from "../signature";
import { numberArgument, textArgument } from "../signature";
import { supplied } from "./table";

const entities: Readonly<Record<string, string>> = {
  lt: "<",
  gt: ">",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: "\u00a0",
};

function escaped(text: string): string {
  return text.replace(
    /[&<>"]/g,
    (character) => `&${Object.entries(entities).find(([, one]) => one === character)![0]};`,
  );
}

function unescaped(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi,
    (whole, hex?: string, decimal?: string, name?: string) => {
      if (name !== undefined) return entities[name.toLowerCase()] ?? whole;
      return String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
    },
  );
}

/** Names of Oracle's character sets that Node knows. */
const charsets: Readonly<Record<string, BufferEncoding>> = { "": "utf8", AL32UTF8: "utf8", UTF8: "utf8", US7ASCII: "latin1", WE8ISO8859P1: "latin1", WE8MSWIN1252: "latin1", AL16UTF16LE: "utf16le" }; // prettier-ignore

function charset(value: Value | undefined): BufferEncoding {
  const name = textArgument(value).toUpperCase();
  const known = Object.hasOwn(charsets, name) ? charsets[name] : undefined;
  if (known === undefined)
    throw ora(3001, `unimplemented feature: the character set ${name} is not supported by the sandbox`);
  return known;
}

const changed =
  (parameter: string, change: (text: string) => string): Behaviour =>
  (_, args) =>
    args[parameter] === null ? null : change(textArgument(args[parameter])) || null;

export const utlI18n = supplied({
  name: "UTL_I18N",
  partial: true,
  subprograms: `
    function string_to_raw(data varchar2, dst_charset varchar2 default null) return raw
    function raw_to_char(data raw, src_charset varchar2 default null) return varchar2
    function raw_to_nchar(data raw, src_charset varchar2 default null) return varchar2
    function escape_reference(str varchar2, page_cs_name varchar2 default null) return varchar2
    function unescape_reference(str varchar2) return varchar2
    function transliterate(data varchar2, name varchar2) return varchar2
    function map_charset(charset varchar2, context pls_integer default 0, flag pls_integer default 0) return varchar2`,
  behaviours: {
    STRING_TO_RAW: (_, { data, dst_charset: to }) =>
      data === null ? null : Buffer.from(textArgument(data), charset(to)),
    RAW_TO_CHAR: (_, { data, src_charset: from }) =>
      Buffer.isBuffer(data) ? data.toString(charset(from)) || null : null,
    RAW_TO_NCHAR: (_, { data, src_charset: from }) =>
      Buffer.isBuffer(data) ? data.toString(charset(from)) || null : null,
    ESCAPE_REFERENCE: changed("str", escaped),
    UNESCAPE_REFERENCE: changed("str", unescaped),
  },
});

export const utlCompress = supplied({
  name: "UTL_COMPRESS",
  partial: true,
  exceptions: { DATA_ERROR: -29294, BUFFER_TOO_SMALL: -29293, INVALID_ARGUMENT: -29261 },
  subprograms: `
    function lz_compress(src raw, quality binary_integer default 6) return raw
    function lz_compress(src blob, quality binary_integer default 6) return blob
    function lz_uncompress(src raw) return raw
    function lz_uncompress(src blob) return blob`,
  behaviours: {
    LZ_COMPRESS: (_, { src, quality }) =>
      Buffer.isBuffer(src) ? gzipSync(src, { level: numberArgument(quality) ?? 6 }) : null,
    LZ_UNCOMPRESS: (_, { src }) => {
      if (!Buffer.isBuffer(src)) return null;
      try {
        return gunzipSync(src);
      } catch (error) {
        throw ora(29294, `A data error occurred during compression or uncompression: ${String(error)}`);
      }
    },
  },
});

export const dbmsXmlgen = supplied({
  name: "DBMS_XMLGEN",
  partial: true,
  types: { CTXHANDLE: { kind: "scalar", type: "NUMBER" } },
  constants: { NONE: { type: "NUMBER", value: 0 }, DTD: { type: "NUMBER", value: 1 }, SCHEMA: { type: "NUMBER", value: 2 }, ENTITY_ENCODE: { type: "NUMBER", value: 0 }, ENTITY_DECODE: { type: "NUMBER", value: 1 } }, // prettier-ignore
  subprograms: `
    function newcontext(querystring varchar2) return ctxhandle
    procedure setrowsettag(ctx ctxhandle, rowsettagname varchar2)
    procedure setrowtag(ctx ctxhandle, rowtagname varchar2)
    procedure setnullhandling(ctx ctxhandle, flag number)
    procedure setmaxrows(ctx ctxhandle, maxrows number)
    function getnumrowsprocessed(ctx ctxhandle) return number
    function getxml(ctx ctxhandle, dtdorschema number default 0) return clob
    function getxml(sqlquery varchar2, dtdorschema number default 0) return clob
    function convert(xmldata varchar2, flag number default 0) return varchar2
    function convert(xmldata clob, flag number default 0) return clob
    procedure closecontext(ctx ctxhandle)`,
  behaviours: {
    CONVERT: (_, { xmldata, flag }) => {
      if (xmldata === null) return null;
      const text = textArgument(xmldata);
      return (numberArgument(flag) === 1 ? unescaped(text) : escaped(text).replaceAll("'", "&apos;")) || null;
    },
  },
});
