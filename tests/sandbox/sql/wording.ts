import { OraError } from "../errors";
import type { Path } from "../lang/ast";
import { Failure } from "../plsql/failure";
import type { SqlCatalogue } from "./catalogue";
import type { SqlSession } from "./session";

/** What an error was about, for releases that say so. */
export class Subject {
  constructor(readonly path: Path) {}
}

/** Since 23ai ORA-00942 names the table, and ORA-01722 shows the text. */
export function worded(error: unknown, catalogue: SqlCatalogue, session: SqlSession): unknown {
  if (!(error instanceof OraError) || !catalogue.sqliteStore.versions.detailed) return error;
  const { code, offset, cause } = error;
  if (code === 942 && cause instanceof Subject) {
    const { owner, name } = meant(cause.path, catalogue, session);
    return new OraError(942, `table or view "${owner}"."${name}" does not exist`, { offset, cause });
  }
  if (code === 1722 && cause instanceof Failure && cause.given !== undefined) {
    const wrong = /[^\d\s.+-]/.exec(cause.given)?.[0] ?? cause.given.charAt(0);
    const text = `unable to convert string value containing '${wrong}' to a number: \nORA-03302: (ORA-01722 details) invalid string value: ${cause.given}`;
    return new OraError(1722, text, { offset, cause });
  }
  return error;
}

/** The table that a name would be, where it is there but not to be seen. */
function meant(path: Path, catalogue: SqlCatalogue, session: SqlSession): { owner: string; name: string } {
  const { name } = path.at(-1)!;
  if (path.length > 1) return { owner: path[0]!.name, name };
  const synonym = catalogue.synonym(session.currentSchema, name) ?? catalogue.synonym("PUBLIC", name);
  if (synonym === undefined) return { owner: session.currentSchema, name };
  // V$SESSION is a synonym of the view V_$SESSION.
  return { owner: synonym.owner, name: synonym.name.replace(/^(G?V)\$/, "$1_$$") };
}
