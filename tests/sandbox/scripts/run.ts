import type { Sandbox } from "../index";
import { runCommand } from "./clientCommands";
import { runStatement } from "./execute";
import { pieces } from "./reader";
import type { Piece } from "./reader";
import { readScript, ScriptSession } from "./session";
import type { Place } from "./session";
import { UndefinedVariable } from "./substitution";

/** Files that call each other for ever are stopped. */
const deepest = 20;

export async function runFile(
  session: ScriptSession,
  file: string,
  text: string,
  args: readonly string[] = [],
  depth = 1,
): Promise<void> {
  args.forEach((value, index) => session.substitution.define(String(index + 1), value));
  for (const piece of pieces(text)) {
    if (session.over) return;
    await runPiece(session, piece, { file, line: piece.line }, depth);
  }
}

async function runPiece(session: ScriptSession, piece: Piece, place: Place, depth: number): Promise<void> {
  if (piece.kind === "again") {
    if (session.buffer === undefined) session.report(place, "SP2-0103: Nothing in SQL buffer to run.");
    else await runStatement(session, session.buffer.text, place);
    return;
  }
  let { text } = piece;
  // Client commands that take variables' names apply them themselves.
  if (piece.kind !== "command") {
    try {
      text = session.substitution.apply(text);
    } catch (error) {
      if (!(error instanceof UndefinedVariable)) throw error;
      session.statements++;
      session.failed(place, error.message);
      return;
    }
    session.buffer = { kind: piece.kind, text };
    if (session.echo) session.say(text);
    await runStatement(session, text, place);
    return;
  }
  await runCommand(session, text, place, {
    file: (name, args, beside) => runNested(session, place, { name, args, beside }, depth),
    statement: (statement) => runStatement(session, statement, place),
  });
}

async function runNested(
  session: ScriptSession,
  place: Place,
  { name, args, beside }: { name: string; args: readonly string[]; beside: boolean },
  depth: number,
): Promise<void> {
  const found = readScript(name, beside || !name.startsWith("/") ? place.file : undefined);
  if (found === undefined) {
    session.statements++;
    session.failed(place, `SP2-0310: unable to open file "${name}"`);
  } else if (depth === deepest)
    session.failed(place, "SP2-0309: SQL*Plus command procedures may only be nested to a depth of 20.");
  else await runFile(session, found.file, found.text, args, depth + 1);
}

export async function runOne(
  sandbox: Sandbox,
  file: string,
  text: string,
  as: string,
  print: (text: string) => void,
): Promise<ScriptSession> {
  const session = new ScriptSession(sandbox, print);
  const { user, password } = sandbox.user(as);
  await session.connect(user, password);
  try {
    await runFile(session, file, text);
  } finally {
    await session.disconnect();
  }
  return session;
}
