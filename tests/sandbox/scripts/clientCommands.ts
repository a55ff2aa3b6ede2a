import type oracledb from "oracledb";
import { databaseName } from "../database/environment";
import { kindOfLine } from "./commands";
import { connect } from "./connect";
import { describeObject } from "./describe";
import { errorsOf } from "./execute";
import type { Place, ScriptSession } from "./session";
import { optionOf } from "./settings";
import { UndefinedVariable } from "./substitution";
import { tableText } from "./table";

/** What commands have done by whoever runs the script. */
export interface Doing {
  file(name: string, args: readonly string[], beside: boolean): Promise<void>;
  statement(text: string): Promise<void>;
}

type Command = (session: ScriptSession, rest: string, place: Place, doing: Doing) => Promise<void> | void;

/** Runs a client command; one that is not known is said, and nothing fails. */
export async function runCommand(
  session: ScriptSession,
  text: string,
  place: Place,
  doing: Doing,
): Promise<void> {
  const line = kindOfLine(text);
  if (line.kind !== "command") {
    const word = line.kind === "unknown" ? line.word : text;
    session.report(place, `SP2-0734: unknown command beginning "${word}" - rest of line ignored.`);
    return;
  }
  const command = Object.hasOwn(commands, line.name) ? commands[line.name] : undefined;
  if (command === undefined) {
    session.report(place, `The command ${line.name} does nothing here.`);
    return;
  }
  try {
    const keepsNames = ["undefine", "accept", "column", "remark"].includes(line.name);
    const rest = keepsNames ? line.rest : session.substitution.apply(line.rest);
    await command(
      session,
      line.name === "prompt" ? rest : rest.trim().replace(/;$/, "").trim(),
      place,
      doing,
    );
  } catch (error) {
    if (!(error instanceof UndefinedVariable)) throw error;
    session.statements++;
    session.failed(place, error.message);
  }
}

const nothing: Command = () => undefined;

/** Said once, because what the script wants does not come about. */
const notDone =
  (what: string): Command =>
  (session, _, place) =>
    session.report(place, `${what} does nothing here.`);

const commands: Readonly<Record<string, Command>> = {
  prompt: (session, rest) => session.say(rest),
  remark: nothing,
  pause: nothing,
  clear: nothing,
  timing: nothing,
  break: nothing,
  compute: nothing,
  ttitle: nothing,
  btitle: nothing,
  repheader: nothing,
  repfooter: nothing,
  attribute: nothing,
  history: nothing,
  spool: (session, rest, place) => {
    if (rest !== "" && !/^(off|out)$/i.test(rest))
      session.report(place, `SPOOL ${rest} writes no file here.`);
  },
  host: notDone("HOST"),
  "!": notDone("HOST"),
  cd: notDone("CD"),
  liquibase: notDone("LIQUIBASE"),
  lb: notDone("LIQUIBASE"),
  script: notDone("SCRIPT"),
  rest: notDone("REST"),
  project: notDone("PROJECT"),
  set,
  define,
  undefine: (session, rest) => rest.split(/\s+/).forEach((name) => session.substitution.undefine(name)),
  accept: (session, rest, place) => {
    const name = rest.split(/\s+/)[0] ?? "";
    const [, quoted, plain] = /\bdef(?:ault)?\s+(?:'([^']*)'|(\S+))/i.exec(rest) ?? [];
    const value = quoted ?? plain;
    if (session.substitution.value(name) !== undefined) return;
    if (value === undefined)
      session.report(place, `ACCEPT ${name}: nobody answers here, and there is no default.`);
    else session.substitution.define(name, value);
  },
  column: (session, rest) => {
    const [name = ""] = rest.split(/\s+/);
    const variable = /\bnew_v\w*\s+(\S+)/i.exec(rest)?.[1];
    if (variable !== undefined) session.newValues.set(name.toUpperCase(), variable.replace(/;$/, ""));
  },
  variable,
  print: printVariables,
  execute: (_, rest, __, doing) => doing.statement(`BEGIN ${rest}; END;`),
  whenever: (session, rest) => {
    const [, action = "", more = ""] = /^sqlerror\s+(\w+)\s*(.*)$/i.exec(rest) ?? [];
    if (action === "") return;
    session.onSqlError = { exit: /^exit$/i.test(action), commit: !/\brollback\b/i.test(more) };
  },
  exit: leave,
  quit: leave,
  start: (_, rest, __, doing) => nested(rest, doing, false),
  "@": (_, rest, __, doing) => nested(rest, doing, false),
  "@@": (_, rest, __, doing) => nested(rest, doing, true),
  run: (session, _, place, doing) =>
    session.buffer === undefined
      ? session.report(place, "SP2-0103: Nothing in SQL buffer to run.")
      : doing.statement(session.buffer.text),
  list: (session) => session.say(session.buffer?.text ?? ""),
  connect,
  disconnect: (session) => session.disconnect(),
  describe: describeObject,
  show,
};

const onOff = (rest: string): boolean => !/^off\b/i.test(rest);

async function set(session: ScriptSession, rest: string, place: Place): Promise<void> {
  const words = rest.split(/\s+/);
  // SET takes several options in a line; only those that matter here have their values looked at.
  for (let at = 0; at < words.length; at += 2) {
    const option = optionOf(words[at] ?? "");
    const value = words[at + 1] ?? "";
    if (option === undefined) {
      session.report(place, `SP2-0158: unknown SET option "${words[at] ?? ""}"`);
      return;
    }
    setOption(session, option, value);
    if (longOptions.includes(option)) {
      if (option === "serveroutput") await session.setServerOutput(onOff(value));
      return;
    }
  }
}

/** Their values are more than one word. */
const longOptions = ["serveroutput", "markup", "sqlprompt", "appinfo", "autotrace", "time", "pause", "null", "cloudconfig", "errorlogging", "xquery", "sqlformat", "secureliteral", "feedback", "worksheetname", "ddl"]; // prettier-ignore

function setOption(session: ScriptSession, option: string, value: string): void {
  const { substitution } = session;
  switch (option) {
    case "define":
      substitution.prefix = /^off$/i.test(value) ? undefined : /^on$/i.test(value) ? "&" : unquoted(value);
      break;
    case "scan":
      substitution.prefix = onOff(value) ? "&" : undefined;
      break;
    case "concat":
      substitution.concat = /^off$/i.test(value) ? undefined : /^on$/i.test(value) ? "." : unquoted(value);
      break;
    case "escape":
      substitution.escape = /^off$/i.test(value) ? undefined : /^on$/i.test(value) ? "\\" : unquoted(value);
      break;
    case "echo":
      session.echo = onOff(value);
      break;
    case "termout":
      session.termOut = onOff(value);
      break;
    case "feedback":
      session.feedback = onOff(value);
      break;
    default:
  }
}

function unquoted(text: string): string {
  return /^(['"])(.*)\1$/s.exec(text)?.[2] ?? text;
}

function define(session: ScriptSession, rest: string): void {
  const [, name, value] = /^([\w$#]+)\s*=\s*(.*)$/s.exec(rest) ?? [];
  if (name !== undefined && value !== undefined) {
    // Without quotes a value ends at a blank.
    const [, , quoted, plain = ""] = /^(['"])(.*?)\1|^(\S*)/s.exec(value) ?? [];
    session.substitution.define(name, quoted ?? plain);
    return;
  }
  for (const [known, text] of session.substitution.all())
    if (rest === "" || known === rest.toUpperCase()) session.say(`DEFINE ${known} = "${text}"`);
}

function variable(session: ScriptSession, rest: string, place: Place): void {
  const [, name, type, value] = /^([\w$#]+)\s*([^=]*?)\s*(?:=\s*(.*))?$/s.exec(rest) ?? [];
  if (name === undefined || type === undefined || type === "") {
    for (const known of session.binds.all()) session.say(`variable ${known.name}: ${known.type}`);
    return;
  }
  if (!session.binds.declare(name, type)) {
    session.report(place, `SP2-0239: ${type} is no type of VARIABLE.`);
    return;
  }
  if (value !== undefined) session.binds.get(name)!.value = unquoted(value.trim());
}

async function printVariables(session: ScriptSession, rest: string, place: Place): Promise<void> {
  const names =
    rest === "" ? session.binds.all().map(({ name }) => name) : rest.replace(/:/g, "").split(/[\s,]+/);
  for (const name of names) {
    const known = session.binds.get(name);
    if (known === undefined)
      session.report(place, `SP2-0552: Bind variable "${name.toUpperCase()}" not declared.`);
    else if (isCursor(known.value)) {
      const { metaData } = known.value;
      session.say(
        tableText(
          metaData.map((column) => column.name),
          await known.value.getRows(),
        ),
      );
      known.value = null;
    } else session.say(session.binds.text(known));
  }
}

function isCursor(value: unknown): value is oracledb.ResultSet<unknown[]> {
  return typeof value === "object" && value !== null && "getRows" in value;
}

async function leave(session: ScriptSession, rest: string): Promise<void> {
  session.over = true;
  await session.disconnect(!/\brollback\b/i.test(rest));
}

function nested(rest: string, doing: Doing, beside: boolean): Promise<void> {
  const words = [...rest.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? "",
  );
  return doing.file(words[0] ?? "", words.slice(1), beside);
}

async function show(session: ScriptSession, rest: string, place: Place): Promise<void> {
  const [word = "", ...more] = rest.split(/\s+/);
  if (/^err(ors?)?$/i.test(word)) return showErrors(session, more);
  if (/^user$/i.test(word)) {
    session.say(`USER is "${session.substitution.value("_USER") ?? ""}"`);
  } else if (/^con_name$/i.test(word)) session.say(databaseName);
  else if (
    optionOf(word) === undefined &&
    !/^(all|parameters?|pdbs|con_id|release|sqlcode|sga|version|connection|ddl|jdbc)$/i.test(word)
  )
    session.report(place, `SP2-0158: unknown SHOW option "${word}"`);
}

async function showErrors(session: ScriptSession, words: readonly string[]): Promise<void> {
  const { connection } = session;
  const name = words.at(-1)?.split(".").at(-1)?.replaceAll('"', "");
  const unit =
    name === undefined
      ? session.lastUnit
      : { type: words.slice(0, -1).join(" ").toUpperCase() || "PROCEDURE", name: name.toUpperCase() };
  if (connection === undefined || unit === undefined) {
    session.say("No errors.");
    return;
  }
  const errors = await errorsOf(connection, unit);
  if (errors.length === 0) {
    session.say("No errors.");
    return;
  }
  const lines = errors.map(
    ([line, position, text]) => `${String(line)}/${String(position)}\t${String(text)}`,
  );
  session.print(`Errors for ${unit.type} ${unit.name}:\n${lines.join("\n")}\n`);
}
