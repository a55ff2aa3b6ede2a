interface Advice {
  /** Found in the whole error stack: ORDS hides the telling code under another (fact 149). */
  readonly match: RegExp;
  readonly sentence: string;
}

/** What a person can do about an error, most telling first; grouped by what they have to look at. */
const adviceTable: readonly Advice[] = [
  // Names and paths that something else has.
  {
    match: /ORDS_UNIQUE_PREFIX_UC/,
    sentence: "Another module of the schema has this base path; choose another or delete that module.",
  },
  { match: /ORDS_MODULES_UNIQUE1/, sentence: "A module of this name exists already in the schema." },
  { match: /OAUTH_CLIENTS_UNIQUE1/, sentence: "An OAuth client of this name exists already in the schema." },
  {
    match: /ORA-20039/,
    sentence:
      "A URL pattern belongs to one privilege of the schema only: take it out of the other one first.",
  },
  { match: /ORA-20049/, sentence: "The alias of an enabled schema cannot change: disable the schema first." },
  {
    match: /ORA-20001: DUPLICATE_ALIAS_ERROR/,
    sentence: "Another object holds this alias, perhaps a disabled one.",
  },
  { match: /ORA-00001/, sentence: "The name, alias or path is taken by another object." },
  // State of the schema.
  {
    match: /ORA-20012/,
    sentence: "Enable the schema for REST first: add an OrdsSchema and let this resource depend on it.",
  },
  {
    match: /ORA-20011/,
    sentence: "A rolling upgrade of the database is running; try again when it has ended.",
  },
  { match: /ORA-02290/, sentence: "A value is outside of what ORDS allows for it." },
  { match: /ORA-12899/, sentence: "A value is longer than ORDS can store." },
  { match: /ORA-01400/, sentence: "ORDS needs a value that was left empty." },
  // Rights.
  {
    match: /ORA-20031/,
    sentence:
      "This site lets only administrators enable schemas: connect as a user with ORDS_ADMINISTRATOR_ROLE.",
  },
  {
    match: /ORA-01031/,
    sentence:
      "The user lacks the right: `GRANT ORDS_ADMINISTRATOR_ROLE TO <user>` as a DBA, or connect as the schema itself.",
  },
  {
    match: /ORA-06598/,
    sentence:
      "Run `GRANT INHERIT PRIVILEGES ON USER <user> TO ORDS_METADATA`, or connect as an ordinary user.",
  },
  {
    match: /PLS-00201: identifier '(?:ORDS_METADATA\.)?ORDS/,
    sentence: "This ORDS package is not installed or not granted to the user.",
  },
  { match: /PLS-00302/, sentence: "The installed ORDS does not have this call; upgrade ORDS." },
  { match: /PLS-00306/, sentence: "The installed ORDS does not know one of the arguments; upgrade ORDS." },
  {
    match: /ORA-00942/,
    sentence:
      "The ORDS views are not visible to this user; is ORDS installed, in version 24.4 or later for other schemas?",
  },
  // Logging in.
  { match: /ORA-01017/, sentence: "Check ords:user and ords:password." },
  { match: /ORA-28000/, sentence: "Unlock the account: `ALTER USER <user> ACCOUNT UNLOCK`." },
  {
    match: /ORA-28001/,
    sentence: "The password has expired: set a new one in the database and in ords:password.",
  },
  { match: /ORA-01045/, sentence: "The user may not log in: `GRANT CREATE SESSION TO <user>`." },
  // The way to the database.
  {
    match: /ORA-12514|ORA-12505|NJS-518|NJS-517/,
    sentence:
      "The listener does not know this service: check ords:connectString, or wait until the database has started.",
  },
  {
    match: /ORA-12541|NJS-511|NJS-503|ECONNREFUSED/,
    sentence: "Nothing listens there: check host and port in ords:connectString.",
  },
  {
    match: /ORA-12154|NJS-515|NJS-516|NJS-512|NJS-513|ENOTFOUND/,
    sentence: "The connect string or host name cannot be resolved: check ords:connectString.",
  },
  {
    match: /ORA-12170|NJS-510|NJS-040|ETIMEDOUT/,
    sentence: "The database did not answer in time: check network, firewall and load.",
  },
  {
    match: /ORA-01033|ORA-01034|ORA-01109/,
    sentence: "The database is starting or stopped; try again when it is open.",
  },
  {
    match: /ORA-03113|ORA-03114|ORA-03135|NJS-500|NJS-501|ECONNRESET|EPIPE/,
    sentence: "The connection was lost; run again: what was done is found, the rest is made.",
  },
  { match: /ORA-00028/, sentence: "The session was killed; run again." },
  { match: /ORA-01013/, sentence: "The call was cancelled; run again." },
  // Others at work.
  { match: /ORA-00060/, sentence: "Someone else changed the same objects at the same time; run again." },
  {
    match: /ORA-00054|ORA-30006/,
    sentence: "Someone else holds the object; run again when they have finished.",
  },
  { match: /ORA-04068|ORA-04061/, sentence: "The ORDS packages were replaced during the call; run again." },
  // The general one comes last: ORDS raises it bare wherever a parent is missing (fact 153).
  { match: /ORA-01403/, sentence: "Something it refers to does not exist in the schema." },
];

export function adviceFor(text: string): string | undefined {
  return adviceTable.find(({ match }) => match.test(text))?.sentence;
}

/** The numbers of the ORA errors in a text, in order. */
export function oraCodes(text: string): number[] {
  return [...text.matchAll(/\bORA-(\d{5})\b/g)].map((match) => Number(match[1]));
}
