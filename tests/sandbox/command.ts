import { accessSync, closeSync, constants, openSync, statSync } from "node:fs";
import { parseArgs } from "node:util";
import { SandboxError } from "./errors";
import type { Sandbox, SandboxOptions } from "./index";

export const usage = `npm run sandbox -- [options]

  --version V        version of ORDS (25.4)
  --switch NAME=V    what ORDS's documentation leaves open; may be given more than once
  --db-port N        port of the database (a free one)
  --http-port N      port of ORDS (a free one)
  --tls FILE         both ports speak TLS; certificate and key go to FILE, in PEM
  --control-port N   a port to set faults through: POST /faults {"effect":"latency","ms":50}
  --metadata-cache N milliseconds that ORDS believes its metadata for (0; ORDS itself has 1000)
  --json             print one line of JSON when ready, and nothing else
  --run FILE         run a SQL*Plus script and end; may be given more than once
  --as USER          who runs the scripts (MYAPI)
  --help             print this
`;

export interface Command {
  readonly sandbox: SandboxOptions;
  readonly json: boolean;
  readonly help: boolean;
  readonly tlsFile: string | undefined;
  readonly scripts: readonly string[];
  readonly as: string;
}

/** @throws SandboxError */
export function parseCommand(args: readonly string[]): Command {
  const values = parse(args);
  const port = (name: "db-port" | "http-port" | "control-port"): number | undefined => {
    const text = values[name];
    if (text === undefined) return undefined;
    if (!/^\d{1,5}$/.test(text) || Number(text) > 65535) {
      throw new SandboxError(`--${name} takes a port from 0 to 65535, not ${text}.`);
    }
    return Number(text);
  };
  const switches: Record<string, string> = {};
  for (const text of values.switch ?? []) {
    const [, name, value] = /^([^=]+)=(.*)$/.exec(text) ?? [];
    if (name === undefined || value === undefined)
      throw new SandboxError(`--switch takes NAME=VALUE, not ${text}.`);
    switches[name] = value;
  }
  const scripts = values.run ?? [];
  for (const file of scripts) checkReadable(file);
  if (values.tls !== undefined) checkWritable(values.tls);
  if (values.as !== undefined && scripts.length === 0)
    throw new SandboxError("--as needs a script to --run.");
  return {
    sandbox: {
      version: values.version,
      dbPort: port("db-port"),
      httpPort: port("http-port"),
      controlPort: port("control-port"),
      metadataCache: milliseconds(values["metadata-cache"]),
      switches,
      tls: values.tls !== undefined,
    },
    json: values.json ?? false,
    help: values.help ?? false,
    tlsFile: values.tls,
    scripts,
    as: (values.as ?? "MYAPI").toUpperCase(),
  };
}

function milliseconds(text: string | undefined): number {
  if (text === undefined) return 0;
  if (!/^\d{1,7}$/.test(text)) throw new SandboxError(`--metadata-cache takes milliseconds, not ${text}.`);
  return Number(text);
}

const text = { type: "string" } as const;
const texts = { type: "string", multiple: true } as const;
const flag = { type: "boolean" } as const;

const optionTypes = {
  version: text,
  switch: texts,
  "db-port": text,
  "http-port": text,
  "control-port": text,
  "metadata-cache": text,
  tls: text,
  json: flag,
  run: texts,
  as: text,
  help: flag,
} as const;

type Values = ReturnType<typeof parseArgs<{ options: typeof optionTypes }>>["values"];

function parse(args: readonly string[]): Values {
  try {
    return parseArgs({ args: [...args], options: optionTypes }).values;
  } catch (error) {
    const [sentence = ""] = (error as Error).message.split(/\.\s|\n/);
    throw new SandboxError(`${sentence.replaceAll("'", "").replace(/\.$/, "")}: see --help.`);
  }
}

function checkReadable(file: string): void {
  try {
    accessSync(file, constants.R_OK);
    if (statSync(file).isFile()) return;
  } catch {
    // Refused below.
  }
  throw new SandboxError(`The file ${file} cannot be read.`);
}

function checkWritable(file: string): void {
  try {
    closeSync(openSync(file, "a", 0o600));
  } catch {
    throw new SandboxError(`The file ${file} cannot be written.`);
  }
}

/** What programs read: exactly one line. */
export function asJson(sandbox: Sandbox): string {
  const { user, password } = sandbox.user("MYAPI");
  const admin = sandbox.user("ADMIN");
  const { connectString, baseUrl } = sandbox;
  return JSON.stringify({
    connectString,
    user,
    password,
    adminUser: admin.user,
    adminPassword: admin.password,
    baseUrl,
  });
}

/** What people read. */
export function asText(sandbox: Sandbox): string {
  const { user, password } = sandbox.user("MYAPI");
  const admin = sandbox.user("ADMIN");
  const control = sandbox.controlUrl === undefined ? "" : `  faults     ${sandbox.controlUrl}/faults\n`;
  return `The sandbox stands in for ORDS ${sandbox.version}. It keeps nothing, and Ctrl-C ends it.

  database   ${sandbox.connectString}
  ORDS       ${sandbox.baseUrl}
${control}  user       ${user}, password ${password}
  admin      ${admin.user}, password ${admin.password}

Point a stack at it:

  pulumi config set ords:connectString ${sandbox.connectString}
  pulumi config set ords:user ${user}
  pulumi config set --secret ords:password ${password}
  pulumi config set ords:baseUrl ${sandbox.baseUrl}
`;
}
