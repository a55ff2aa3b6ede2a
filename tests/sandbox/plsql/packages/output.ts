import { CollectionValue } from "../catalogue";
import type { PackageSpec } from "../catalogue";
import { ora } from "../failure";
import { fn, numberArgument, procedure, textArgument } from "./signature";

const longestLine = 32767;

export const dbmsOutput: PackageSpec = {
  owner: "SYS",
  name: "DBMS_OUTPUT",
  types: {
    CHARARR: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    DBMSOUTPUT_LINESARRAY: { kind: "table", of: "VARCHAR2" },
  },
  subprograms: {
    ENABLE: [
      procedure("buffer_size integer := 20000", ({ output }) => {
        output.lines ??= [];
      }),
    ],
    DISABLE: [
      procedure("", ({ output }) => {
        output.lines = undefined;
        output.unfinished = "";
      }),
    ],
    PUT: [
      procedure("a varchar2", ({ output }, { a }) => {
        if (output.lines !== undefined) output.unfinished += textArgument(a);
      }),
    ],
    PUT_LINE: [
      procedure("a varchar2", ({ output }, { a }) => {
        const line = textArgument(a);
        if (output.unfinished.length + line.length > longestLine)
          throw ora(20000, `ORU-10028: line length overflow, limit of ${longestLine} bytes per line`);
        output.putLine(line);
      }),
    ],
    NEW_LINE: [procedure("", ({ output }) => { output.putLine(""); })], // prettier-ignore
    GET_LINE: [
      procedure("line out varchar2, status out integer", ({ output }, args) => {
        const line = output.lines?.shift();
        args.line = line ?? null;
        args.status = line === undefined ? 1 : 0;
      }),
    ],
    GET_LINES: ["CHARARR", "DBMSOUTPUT_LINESARRAY"].map((type) =>
      procedure(`lines out ${type}, numlines in out integer`, ({ output }, args) => {
        const taken = output.lines?.splice(0, numberArgument(args.numlines) ?? 0) ?? [];
        args.lines = CollectionValue.of(taken.map((line) => line || null));
        args.numlines = taken.length;
      }),
    ),
  },
};

/** Characters that a page shows as they are. */
function escapeMarkup(text: string): string {
  return text.replace(/[&<>"]/g, (character) => markup[character]!);
}

const markup: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

const print = (ending: string, change: (text: string) => string = (text) => text) =>
  procedure("cbuf varchar2 := null", ({ output }, { cbuf }) => {
    output.page += change(textArgument(cbuf)) + ending;
  });

export const htp: PackageSpec = {
  owner: "SYS",
  name: "HTP",
  partial: true,
  subprograms: {
    INIT: [procedure("", ({ output }) => { output.page = ""; })], // prettier-ignore
    P: [print("\n")],
    PRINT: [print("\n")],
    PRN: [print("")],
    PS: [print("\n", escapeMarkup)],
    PRINTS: [print("\n", escapeMarkup)],
    NL: [print("\n")],
    BR: [procedure("", ({ output }) => { output.page += "<br />\n"; })], // prettier-ignore
    HTMLOPEN: [procedure("", ({ output }) => { output.page += "<HTML>\n"; })], // prettier-ignore
    HTMLCLOSE: [procedure("", ({ output }) => { output.page += "</HTML>\n"; })], // prettier-ignore
  },
};

export const htf: PackageSpec = {
  owner: "SYS",
  name: "HTF",
  partial: true,
  subprograms: {
    ESCAPE_SC: [
      fn("varchar2", "ctext varchar2", (_, { ctext }) => escapeMarkup(textArgument(ctext)) || null),
    ],
    BR: [fn("varchar2", "", () => "<br />")],
    BOLD: [fn("varchar2", "ctext varchar2", (_, { ctext }) => `<b>${textArgument(ctext)}</b>`)],
    ITALIC: [fn("varchar2", "ctext varchar2", (_, { ctext }) => `<i>${textArgument(ctext)}</i>`)],
    ANCHOR: [
      fn("varchar2", "curl varchar2, ctext varchar2", (_, { curl, ctext }) => {
        return `<a href="${textArgument(curl)}">${textArgument(ctext)}</a>`;
      }),
    ],
  },
};

export const owa: PackageSpec = {
  owner: "SYS",
  name: "OWA",
  partial: true,
  types: {
    VC_ARR: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    NC_ARR: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    RAW_ARR: { kind: "table", of: "RAW", indexBy: "number" },
  },
  subprograms: {
    INIT_CGI_ENV: ["param_val vc_arr", "num_params number, param_name vc_arr, param_val vc_arr"].map(
      (params, index) =>
        procedure(params, ({ output }, { param_name: names, param_val: values }) => {
          if (!(values instanceof CollectionValue)) return;
          const given = names instanceof CollectionValue ? names.values() : [];
          for (const [at, value] of values.values().entries()) {
            const [name, text] = index === 0 ? textArgument(value).split(/=(.*)/s) : [textArgument(given[at]), textArgument(value)]; // prettier-ignore
            if (name !== undefined) output.cgi.set(name.toUpperCase(), text ?? "");
          }
        }),
    ),
  },
};

export const owaUtil: PackageSpec = {
  owner: "SYS",
  name: "OWA_UTIL",
  partial: true,
  types: {
    IDENT_ARR: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    DATETYPE: { kind: "table", of: "VARCHAR2", indexBy: "number" },
  },
  subprograms: {
    MIME_HEADER: [
      procedure(
        "ccontent_type varchar2 := 'text/html', bclose_header boolean := true, ccharset varchar2 := null",
        ({ output }, { ccontent_type: type, bclose_header: close, ccharset }) => {
          const charset = textArgument(ccharset);
          output.page += `Content-type: ${textArgument(type)}${charset === "" ? "" : `; charset=${charset}`}\n`;
          if (close === true) output.page += "\n";
        },
      ),
    ],
    STATUS_LINE: [
      procedure(
        "nstatus integer, creason varchar2 := null, bclose_header boolean := true",
        ({ output }, { nstatus, creason, bclose_header: close }) => {
          output.page += `Status: ${textArgument(nstatus)} ${textArgument(creason)}`.trimEnd() + "\n";
          if (close === true) output.page += "\n";
        },
      ),
    ],
    REDIRECT_URL: [
      procedure(
        "curl varchar2, bclose_header boolean := true",
        ({ output }, { curl, bclose_header: close }) => {
          output.page += `Status: 302 Found\nLocation: ${textArgument(curl)}\n`;
          if (close === true) output.page += "\n";
        },
      ),
    ],
    HTTP_HEADER_CLOSE: [procedure("", ({ output }) => { output.page += "\n"; })], // prettier-ignore
    GET_CGI_ENV: [
      fn("varchar2", "param_name varchar2", ({ output }, { param_name: name }) => {
        return output.cgi.get(textArgument(name).toUpperCase()) || null;
      }),
    ],
    PRINT_CGI_ENV: [
      procedure("", ({ output }) => {
        for (const [name, value] of output.cgi) output.page += `${name} = ${value}<br />\n`;
      }),
    ],
    GET_PROCEDURE: [
      fn("varchar2", "", ({ output }) => output.cgi.get("PATH_INFO")?.replace(/^\//, "") ?? null),
    ],
  },
};
