import type { Ddl } from "../ast";
import { OraError } from "../../errors";
import type { TokenStream } from "../stream";
import { drop } from "./definitions/drop";
import { createIndex, createSynonym, createType, createView } from "./definitions/objects";
import { alterSequence, createSequence } from "./definitions/sequence";
import { skipRest } from "./definitions/shared";
import { alterTable, createTable } from "./definitions/table";
import { alterUser, createRole, createUser, grant } from "./definitions/users";

/** Definitions of objects, users and rights. */
export function ddl(s: TokenStream): Ddl | undefined {
  const { pos } = s;
  if (s.accept("CREATE")) return create(s, pos);
  if (s.accept("ALTER")) return alter(s, pos);
  if (s.accept("DROP")) return drop(s, pos) ?? dropOther(s, pos);
  if (s.is("GRANT") || s.is("REVOKE")) return grant(s, pos);
  if (s.accept("TRUNCATE")) {
    if (!s.accept("TABLE")) unsupported(s, "TRUNCATE");
    const name = s.path(903);
    skipRest(s);
    return { kind: "truncate", pos, name };
  }
  if (s.accept("COMMENT")) {
    s.expect("ON");
    const on = s.accept("COLUMN") ? "column" : "table";
    if (on === "table" && !s.accept("TABLE")) unsupported(s, "COMMENT ON");
    const name = s.path(903);
    s.expect("IS");
    if (!s.kindIs("string")) s.fail(1780);
    return { kind: "comment", pos, on, name, text: s.next().value };
  }
  if (s.accept("RENAME")) {
    const from = s.path();
    s.expect("TO");
    return { kind: "rename", pos, from, to: s.identifier() };
  }
  if (s.isOneOf("PURGE", "ANALYZE")) {
    skipRest(s);
    return { kind: "housekeeping", pos };
  }
  return undefined;
}

function create(s: TokenStream, pos: number): Ddl {
  const orReplace = s.accept("OR", "REPLACE");
  const force = s.accept("FORCE") || (s.accept("NO", "FORCE") && false);
  if (s.isOneOf("EDITIONABLE", "NONEDITIONABLE")) s.next();
  if (s.is("GLOBAL") || s.is("PRIVATE")) {
    s.next();
    s.expect("TEMPORARY");
    s.expect("TABLE");
    return createTable(s, pos, true);
  }
  if (s.isOneOf("DUPLICATED", "SHARDED", "IMMUTABLE", "BLOCKCHAIN")) unsupported(s, "CREATE");
  if (s.accept("TABLE")) return createTable(s, pos, false);
  if (s.accept("UNIQUE", "INDEX")) return createIndex(s, pos, true);
  if (s.isOneOf("BITMAP", "MULTIVALUE", "SEARCH", "VECTOR") && s.is("INDEX", 1)) {
    if (!s.is("BITMAP")) unsupported(s, "CREATE");
    s.next();
  }
  if (s.accept("INDEX")) return createIndex(s, pos, false);
  if (s.accept("VIEW")) return createView(s, pos, orReplace, force);
  if (s.accept("SEQUENCE")) return createSequence(s, pos);
  if (s.accept("PUBLIC", "SYNONYM")) return createSynonym(s, pos, orReplace, true);
  if (s.accept("SYNONYM")) return createSynonym(s, pos, orReplace, false);
  if (s.accept("USER")) return createUser(s, pos);
  if (s.accept("ROLE")) return createRole(s, pos);
  if (s.accept("TYPE")) return createType(s, pos, orReplace);
  if (others.has(s.token.value)) unsupported(s, "CREATE");
  return s.fail(901);
}

function alter(s: TokenStream, pos: number): Ddl {
  if (s.accept("SESSION")) return alterSession(s, pos);
  if (s.accept("TABLE")) return alterTable(s, pos);
  if (s.accept("SEQUENCE")) return alterSequence(s, pos);
  if (s.accept("USER")) return alterUser(s, pos);
  if (s.isOneOf("PROCEDURE", "FUNCTION", "PACKAGE", "TRIGGER", "TYPE", "VIEW")) {
    const type = s.next().value;
    const name = s.path();
    const action = s.accept("ENABLE") ? "enable" : s.accept("DISABLE") ? "disable" : "compile";
    skipRest(s);
    return { kind: "alterUnit", pos, type, name, action };
  }
  if (s.accept("INDEX")) {
    s.path();
    skipRest(s);
    return { kind: "housekeeping", pos };
  }
  if (others.has(s.token.value)) unsupported(s, "ALTER");
  return s.fail(940);
}

/** What may be created or altered in Oracle and not here. */
const others: ReadonlySet<string> = new Set(
  `SYSTEM DATABASE PLUGGABLE TABLESPACE PROFILE DIRECTORY CONTEXT MATERIALIZED CLUSTER LIBRARY OPERATOR INDEXTYPE
  DIMENSION JAVA MLE EDITION OUTLINE ROLLBACK FLASHBACK RESTORE AUDIT PUBLIC SHARED SCHEMA DOMAIN PROPERTY JSON
  ASSERTION UNDO BIGFILE SMALLFILE TEMPORARY HYBRID INMEMORY LOCKDOWN RESOURCE DATA ROLE`.split(/\s+/),
);

/** What cannot be created is not there, so that IF EXISTS is content. */
function dropOther(s: TokenStream, pos: number): Ddl {
  if (!others.has(s.token.value)) return s.fail(950);
  let ahead = 0;
  while (s.kindIs("word", ahead) && !s.is("IF", ahead)) ahead++;
  if (!s.is("IF", ahead) || !s.is("EXISTS", ahead + 1)) unsupported(s, "DROP");
  skipRest(s);
  return { kind: "housekeeping", pos };
}

function unsupported(s: TokenStream, verb: string): never {
  const words = [verb, s.token.value, s.kindIs("word", 1) && s.is("VIEW", 1) ? "VIEW" : ""];
  const what = words.filter((word) => word !== "").join(" ");
  throw new OraError(3001, `unimplemented feature: ${what} is not supported by the sandbox`);
}

function alterSession(s: TokenStream, pos: number): Ddl {
  const set: Record<string, string> = {};
  if (!s.accept("SET")) {
    if (!s.isOneOf("ENABLE", "DISABLE", "FORCE", "ADVISE", "CLOSE", "SYNC")) s.fail(922);
    skipRest(s);
    return { kind: "alterSession", pos, set };
  }
  while (s.kindIs("word") || s.kindIs("quoted")) {
    const name = s.next().value;
    s.expect("=");
    set[name] = parameterValue(s);
    while (name.startsWith("EVENTS") && !s.is(";") && !s.kindIs("end")) s.next();
  }
  return { kind: "alterSession", pos, set };
}

function parameterValue(s: TokenStream): string {
  if (s.kindIs("end") || s.is(";")) s.fail(922);
  const sign = s.accept("-") ? "-" : "";
  return sign + s.next().value;
}
