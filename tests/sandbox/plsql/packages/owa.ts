import { CollectionValue, RecordValue } from "../catalogue";
import type { PackageSpec, Value } from "../catalogue";
import { formatDate } from "../datetime";
import type { Output } from "../output";
import { fn, procedure, textArgument } from "./signature";

/** Names and values of the request's cookies, in their order. */
function cookies({ cgi }: Output): [name: string, value: string][] {
  return (cgi.get("HTTP_COOKIE") ?? "")
    .split(/;\s*/)
    .filter((cookie) => cookie !== "")
    .map((cookie) => {
      const at = cookie.indexOf("=");
      return at < 0 ? [cookie, ""] : [cookie.slice(0, at), cookie.slice(at + 1)];
    });
}

function setCookie(name: Value | undefined, value: string, args: Readonly<Record<string, Value>>): string {
  const { expires, path, domain, secure } = args;
  const parts = [`${textArgument(name)}=${value}`];
  if (expires instanceof Date)
    parts.push(`expires=${formatDate(expires, 'Dy, DD-Mon-YYYY HH24:MI:SS "GMT"')}`);
  if (textArgument(path) !== "") parts.push(`path=${textArgument(path)}`);
  if (textArgument(domain) !== "") parts.push(`domain=${textArgument(domain)}`);
  if (textArgument(secure) !== "") parts.push("secure");
  return `Set-Cookie: ${parts.join("; ")}\n`;
}

const texts = (values: readonly string[]): CollectionValue =>
  CollectionValue.of(values.map((one) => one || null));

export const owaCookie: PackageSpec = {
  owner: "SYS",
  name: "OWA_COOKIE",
  types: {
    VC_ARR: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    COOKIE: { kind: "record", fields: { NAME: "VARCHAR2", VALS: "OWA_COOKIE.VC_ARR", NUM_VALS: "INTEGER" } },
  },
  subprograms: {
    SEND: [
      procedure(
        "name varchar2, value varchar2, expires date := null, path varchar2 := null, domain varchar2 := null, secure varchar2 := null",
        ({ output }, args) => {
          output.page += setCookie(args.name, textArgument(args.value), args);
        },
      ),
    ],
    REMOVE: [
      procedure("name varchar2, val varchar2, path varchar2 := null", ({ output }, args) => {
        output.page += setCookie(args.name, "", { ...args, expires: new Date(Date.UTC(1990, 0, 1)) });
      }),
    ],
    GET: [
      fn("cookie", "name varchar2", ({ output }, { name }) => {
        const wanted = textArgument(name).toUpperCase();
        const values = cookies(output).flatMap(([key, value]) =>
          key.toUpperCase() === wanted ? [value] : [],
        );
        return new RecordValue([
          ["NAME", name ?? null],
          ["VALS", texts(values)],
          ["NUM_VALS", values.length],
        ]);
      }),
    ],
    GET_ALL: [
      procedure("names out vc_arr, vals out vc_arr, num_vals out integer", ({ output }, args) => {
        const all = cookies(output);
        args.names = texts(all.map(([name]) => name));
        args.vals = texts(all.map(([, value]) => value));
        args.num_vals = all.length;
      }),
    ],
  },
};

/** What the gateway sends as it is, behind the headers that were printed. */
export const wpgDocload: PackageSpec = {
  owner: "SYS",
  name: "WPG_DOCLOAD",
  subprograms: {
    DOWNLOAD_FILE: [
      procedure("p_blob in out blob", ({ output }, { p_blob: blob }) => {
        output.download = Buffer.isBuffer(blob) ? blob : Buffer.alloc(0);
      }),
    ],
    IS_FILE_DOWNLOAD: [fn("boolean", "", ({ output }) => output.download !== undefined)],
  },
};
