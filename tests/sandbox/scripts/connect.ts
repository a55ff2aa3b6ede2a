import type { Place, ScriptSession } from "./session";

/**
 * CONNECT user/password[@whatever] [AS role]: always to the sandbox, whatever the identifier says. There is no SYSDBA here;
 * whoever asks for it goes on as ADMIN, and is told.
 */
export async function connect(session: ScriptSession, rest: string, place: Place): Promise<void> {
  session.statements++;
  const [, given = "", role] = /^(.*?)(?:\s+as\s+(\w+))?$/is.exec(rest) ?? [];
  if (role !== undefined) {
    const { user, password } = session.sandbox.user("ADMIN");
    await session.connect(user, password);
    session.report(place, `CONNECT AS ${role.toUpperCase()}: the sandbox has ADMIN for that.`);
    return;
  }
  const [, user = "", password = ""] =
    /^("[^"]*"|[^/@\s]+)(?:\/("[^"]*"|[^@\s]*))?(?:@\S+)?$/s.exec(given.replace(/^-\w+\s+/, "")) ?? [];
  try {
    await session.connect(user, /^"(.*)"$/s.exec(password)?.[1] ?? password);
  } catch (error) {
    const message = (error as Error).message.replace(/\nHelp: .*$/s, "");
    session.failed(place, message);
    if (session.onSqlError.exit) session.over = true;
  }
}
