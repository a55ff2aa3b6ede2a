import { readFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import oracledb from "oracledb";
import type { Sandbox } from "../index";
import { BindVariables } from "./binds";
import { Substitution } from "./substitution";

export interface Place {
  readonly file: string;
  readonly line: number;
}

/** What WHENEVER has asked for. */
export interface OnError {
  exit: boolean;
  commit: boolean;
}

/** One run of SQL*Plus: its connection, variables and settings, shared by the files that call each other. */
export class ScriptSession {
  readonly substitution = new Substitution();
  readonly binds = new BindVariables();
  /** Columns whose value goes to a variable: COLUMN ... NEW_VALUE. */
  readonly newValues = new Map<string, string>();
  connection: oracledb.Connection | undefined;
  onSqlError: OnError = { exit: false, commit: true };
  serverOutput = false;
  echo = false;
  termOut = true;
  feedback = true;
  /** What a slash runs again. */
  buffer: { readonly kind: "sql" | "block"; readonly text: string } | undefined;
  /** For SHOW ERRORS. */
  lastUnit: { readonly type: string; readonly name: string } | undefined;
  statements = 0;
  failures = 0;
  /** EXIT was met, or an error that WHENEVER makes one. */
  over = false;

  constructor(
    readonly sandbox: Sandbox,
    readonly print: (text: string) => void,
  ) {}

  say(text: string): void {
    if (this.termOut) this.print(`${text}\n`);
  }

  /** Something is wrong: always printed, whatever TERMOUT is. */
  report({ file, line }: Place, message: string): void {
    this.print(`${file}:${line}: ${message}\n`);
  }

  failed(place: Place, message: string): void {
    this.failures++;
    this.report(place, message);
  }

  async connect(user: string, password: string): Promise<void> {
    await this.disconnect();
    const { connectString, wallet } = this.sandbox;
    this.connection = await oracledb.getConnection({
      user,
      password,
      connectString,
      ...(wallet === undefined ? {} : { walletContent: wallet }),
    });
    if (this.serverOutput) await this.setServerOutput(true);
    this.substitution.define("_USER", user.toUpperCase());
    this.substitution.define("_CONNECT_IDENTIFIER", connectString);
  }

  async setServerOutput(on: boolean): Promise<void> {
    this.serverOutput = on;
    await this.connection?.execute(
      on ? "begin dbms_output.enable(null); end;" : "begin dbms_output.disable; end;",
    );
  }

  /** What is not committed is, as SQL*Plus does when it ends. */
  async disconnect(commit = true): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    if (connection === undefined) return;
    if (commit) await connection.commit().catch(() => undefined);
    else await connection.rollback().catch(() => undefined);
    await connection.close().catch(() => undefined);
  }
}

/** The text of a script, beside the one that calls it or where the process runs; without a suffix it is `.sql`. */
export function readScript(
  name: string,
  beside: string | undefined,
): { file: string; text: string } | undefined {
  const names = /\.[^./\\]+$/.test(name) ? [name] : [`${name}.sql`, name];
  const folders = beside === undefined ? ["."] : [dirname(beside), "."];
  for (const folder of folders) {
    for (const one of names) {
      const file = isAbsolute(one) || folder === "." ? one : join(folder, one);
      try {
        return { file, text: readFileSync(file, "utf8") };
      } catch {
        // Looked for elsewhere.
      }
    }
  }
  return undefined;
}
