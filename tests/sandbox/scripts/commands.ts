/** Client commands with the shortest form that SQL*Plus takes. */
const shortest: Readonly<Record<string, string>> = {
  accept: "acc",
  append: "a",
  archive: "archive",
  attribute: "attr",
  break: "bre",
  btitle: "bti",
  cd: "cd",
  clear: "cl",
  column: "col",
  compute: "comp",
  connect: "conn",
  copy: "copy",
  define: "def",
  describe: "desc",
  disconnect: "disc",
  execute: "exec",
  exit: "exit",
  get: "get",
  help: "help",
  history: "hist",
  host: "ho",
  liquibase: "liquibase",
  lb: "lb",
  list: "l",
  oerr: "oerr",
  password: "passw",
  pause: "pau",
  print: "pri",
  project: "project",
  prompt: "pro",
  quit: "quit",
  remark: "rem",
  repfooter: "repf",
  repheader: "reph",
  rest: "rest",
  run: "r",
  save: "sav",
  script: "script",
  set: "set",
  show: "sho",
  spool: "spo",
  start: "sta",
  startup: "startup",
  shutdown: "shutdown",
  timing: "timi",
  ttitle: "tti",
  undefine: "undef",
  variable: "var",
  whenever: "whenever",
  xquery: "xquery",
};

/** First words of SQL, where a client command might be looked for. */
const sqlWords: ReadonlySet<string> = new Set(
  `ADMINISTER ALTER ANALYZE ASSOCIATE AUDIT BEGIN CALL COMMENT COMMIT CREATE DECLARE DELETE DISASSOCIATE DROP EXPLAIN
  FLASHBACK GRANT INSERT LOCK MERGE NOAUDIT PURGE RENAME REVOKE ROLLBACK SAVEPOINT SELECT TRUNCATE UPDATE WITH`.split(
    /\s+/,
  ),
);

export type LineKind =
  | { readonly kind: "command"; readonly name: string; readonly rest: string }
  | { readonly kind: "sql" }
  | { readonly kind: "unknown"; readonly word: string };

/** What a line is that begins something. */
export function kindOfLine(line: string): LineKind {
  const text = line.trim();
  const at = /^(@@|@|!|\$)\s*(.*)$/s.exec(text);
  if (at !== null) return { kind: "command", name: at[1] === "$" ? "!" : at[1]!, rest: at[2]! };
  const [, word = "", rest = ""] = /^([A-Za-z_]+)\s*(.*)$/s.exec(text) ?? [];
  if (word === "")
    return /^(\(|<<|\{)/.test(text) ? { kind: "sql" } : { kind: "unknown", word: text.slice(0, 20) };
  const upper = word.toUpperCase();
  if (sqlWords.has(upper)) return { kind: "sql" };
  if (upper === "SET" && /^(transaction|role|constraints?)\b/i.test(rest)) return { kind: "sql" };
  const lower = word.toLowerCase();
  const name = Object.keys(shortest).find(
    (full) => full.startsWith(lower) && lower.startsWith(shortest[full]!),
  );
  return name === undefined ? { kind: "unknown", word } : { kind: "command", name, rest };
}
