import { out, plsql } from "./plsql";
import type { Fragment } from "./plsql";

/** Why nothing was done, where statements found out in the database that they must not go on. */
export const outRefused = out("refused");

/** The sentence goes to the user; everything the operation did is undone. For statements inside `refusable`. */
export function refuse(sentence: Fragment): Fragment {
  return plsql`l_refused := substr(${sentence}, 1, 4000);
raise e_refused;
`;
}

/** Statements that may refuse. Another `refusable` inside would catch its own refusals. */
export function refusable(declarations: Fragment, body: Fragment): Fragment {
  return plsql`declare
e_refused exception;
l_refused varchar2(32767);
${declarations}begin
savepoint ords_change;
${body}
exception when e_refused then
rollback to ords_change;
${outRefused} := l_refused;
end;`;
}
