import { parse } from "../../lang";
import { CollectionValue } from "../catalogue";
import type { PackageSpec, Value } from "../catalogue";
import { ora } from "../failure";
import type { Frame } from "../frame";
import { compileAll } from "../units";
import { fn, numberArgument, procedure, textArgument } from "./signature";

function setting(key: string, parameter: string) {
  return procedure(`${parameter} varchar2`, ({ environment }, args) => {
    environment.set(key, textArgument(args[parameter]));
  });
}

/** Ends with the call that waits. */
function sleep({ run: { signal } }: Frame, seconds: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, seconds * 1000);
    function done(): void {
      signal.removeEventListener("abort", given);
      resolve();
    }
    function given(): void {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }
    if (signal.aborted) given();
    else signal.addEventListener("abort", given, { once: true });
  });
}

const sleeping = (parameter: string) =>
  procedure(`${parameter} number`, async (_, args, frame) => {
    const seconds = numberArgument(args[parameter]);
    if (seconds === undefined || seconds < 0) throw ora(6502, "PL/SQL: value or conversion error");
    await sleep(frame, seconds);
  });

export const dbmsSession: PackageSpec = {
  owner: "SYS",
  name: "DBMS_SESSION",
  partial: true,
  constants: {
    FREE_ALL_RESOURCES: { type: "PLS_INTEGER", value: 1 },
    REINITIALIZE: { type: "PLS_INTEGER", value: 2 },
  },
  subprograms: {
    SET_IDENTIFIER: [setting("CLIENT_IDENTIFIER", "client_id")],
    CLEAR_IDENTIFIER: [procedure("", ({ environment }) => { environment.delete("CLIENT_IDENTIFIER"); })], // prettier-ignore
    RESET_PACKAGE: [procedure("", ({ packages }) => { packages.clear(); })], // prettier-ignore
    MODIFY_PACKAGE_STATE: [procedure("action_flags pls_integer", ({ packages }) => { packages.clear(); })], // prettier-ignore
    SLEEP: [sleeping("seconds")],
    IS_ROLE_ENABLED: [
      fn("boolean", "rolename varchar2", (session, { rolename }) =>
        session.hasRole(textArgument(rolename).toUpperCase()),
      ),
    ],
    UNIQUE_SESSION_ID: [
      fn("varchar2", "", ({ environment }) => (environment.get("SESSIONID") ?? "0").padStart(12, "0")),
    ],
  },
};

export const dbmsLock: PackageSpec = {
  owner: "SYS",
  name: "DBMS_LOCK",
  partial: true,
  subprograms: { SLEEP: [sleeping("seconds")] },
};

export const dbmsApplicationInfo: PackageSpec = {
  owner: "SYS",
  name: "DBMS_APPLICATION_INFO",
  partial: true,
  subprograms: {
    SET_MODULE: [
      procedure("module_name varchar2, action_name varchar2", ({ environment }, args) => {
        environment.set("MODULE", textArgument(args.module_name));
        environment.set("ACTION", textArgument(args.action_name));
      }),
    ],
    SET_ACTION: [setting("ACTION", "action_name")],
    SET_CLIENT_INFO: [setting("CLIENT_INFO", "client_info")],
    READ_MODULE: [
      procedure("module_name out varchar2, action_name out varchar2", ({ environment }, args) => {
        args.module_name = environment.get("MODULE") || null;
        args.action_name = environment.get("ACTION") || null;
      }),
    ],
    READ_CLIENT_INFO: [
      procedure("client_info out varchar2", ({ environment }, args) => {
        args.client_info = environment.get("CLIENT_INFO") || null;
      }),
    ],
  },
};

/** Lines of the exception under way, each with its end. */
function handled(
  { run: { handling } }: Frame,
  text: (failure: NonNullable<typeof handling>) => string,
): Value {
  return handling === undefined ? null : `${text(handling)}\n`;
}

/** In bytes, of FORMAT_ERROR_STACK without the end of its line. */
const longestStack = 1999;

function cutOff(text: string, size: number): string {
  return Buffer.byteLength(text) <= size ? text : Buffer.from(text).subarray(0, size).toString().replace(/\uFFFD$/, ""); // prettier-ignore
}

const started = process.hrtime.bigint();

export const dbmsUtility: PackageSpec = {
  owner: "SYS",
  name: "DBMS_UTILITY",
  partial: true,
  types: {
    UNCL_ARRAY: { kind: "table", of: "VARCHAR2", indexBy: "number" },
    LNAME_ARRAY: { kind: "table", of: "VARCHAR2", indexBy: "number" },
  },
  subprograms: {
    FORMAT_ERROR_BACKTRACE: [
      fn("varchar2", "", (_, __, frame) => handled(frame, ({ trace }) => trace.join("\n"))),
    ],
    FORMAT_ERROR_STACK: [
      fn("varchar2", "", (_, __, frame) =>
        handled(frame, (failure) => cutOff(failure.stack512(), longestStack)),
      ),
    ],
    FORMAT_CALL_STACK: [
      fn("varchar2", "", (_, __, frame) => {
        const lines = frame
          .callers()
          .map(({ line, name }) => `0x0000000000000000 ${String(line).padStart(9)}  ${name}`);
        return ["----- PL/SQL Call Stack -----", "  object      line  object", "  handle    number  name", ...lines, ""].join("\n"); // prettier-ignore
      }),
    ],
    GET_TIME: [fn("number", "", () => Number((process.hrtime.bigint() - started) / 10_000_000n))],
    GET_CPU_TIME: [fn("number", "", () => Math.floor(process.cpuUsage().user / 10_000))],
    DB_VERSION: [
      procedure("version out varchar2, compatibility out varchar2", ({ environment }, args) => {
        const version = environment.get("DB_VERSION") ?? "23.0.0.0.0";
        args.version = version;
        args.compatibility = version;
      }),
    ],
    COMMA_TO_TABLE: [
      procedure("list varchar2, tablen out integer, tab out uncl_array", (_, args) => {
        const items = textArgument(args.list).split(",");
        args.tab = CollectionValue.of([...items, null]);
        args.tablen = items.length;
      }),
    ],
    COMPILE_SCHEMA: [
      procedure(
        "schema varchar2, compile_all boolean default true, reuse_settings boolean default false",
        (session, { schema }) => compileAll(session, textArgument(schema)),
      ),
    ],
    EXEC_DDL_STATEMENT: [
      procedure("parse_string varchar2", async (session, args, frame) => {
        const text = textArgument(args.parse_string);
        await session.execute(text, parse(text).statement, new Map(), frame.run.signal);
      }),
    ],
    GET_HASH_VALUE: [
      fn("number", "name varchar2, base number, hash_size number", (_, { name, base, hash_size: size }) => {
        let hash = 7;
        for (const character of textArgument(name)) hash = (hash * 31 + character.charCodeAt(0)) % 4294967296;
        return (numberArgument(base) ?? 0) + (hash % (numberArgument(size) ?? 1));
      }),
    ],
  },
};

const letters: Readonly<Record<string, string>> = {
  U: "ABCDEFGHIJKLMNOPQRSTUVWXYZ",
  L: "abcdefghijklmnopqrstuvwxyz",
  A: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
  X: "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
  P: Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index)).join(""),
};

export const dbmsRandom: PackageSpec = {
  owner: "SYS",
  name: "DBMS_RANDOM",
  subprograms: {
    VALUE: [
      fn("number", "", () => Math.random()),
      fn("number", "low number, high number", (_, { low, high }) => {
        const [from, to] = [numberArgument(low) ?? 0, numberArgument(high) ?? 0];
        return from + Math.random() * (to - from);
      }),
    ],
    RANDOM: [fn("pls_integer", "", () => Math.floor((Math.random() - 0.5) * 2 ** 32))],
    NORMAL: [
      fn(
        "number",
        "",
        () => Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random()),
      ),
    ],
    STRING: [
      fn("varchar2", "opt char, len number", (_, { opt, len }) => {
        const from = letters[textArgument(opt).toUpperCase()] ?? letters.U!;
        const size = numberArgument(len) ?? 0;
        return (
          Array.from({ length: size }, () => from.charAt(Math.floor(Math.random() * from.length))).join("") ||
          null
        );
      }),
    ],
    SEED: [procedure("val varchar2", () => undefined)],
    INITIALIZE: [procedure("val pls_integer", () => undefined)],
    TERMINATE: [procedure("", () => undefined)],
  },
};
