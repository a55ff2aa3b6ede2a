/** One kind of failure and what a person can do about it. */
interface Failure {
  /** How the database, the driver, Node or undici name it. Found anywhere in the error stack: ORDS hides the telling code (fact 149). */
  readonly codes: readonly string[];
  /** What must stand in the text besides, where the code alone does not tell. */
  readonly text?: RegExp;
  readonly meaning: string;
  /** `{user}` and `{schema}` stand for who is connected. */
  readonly todo: string;
}

/** Grouped by what a person has to look at, the most telling first. */
const failures: Readonly<Record<string, readonly Failure[]>> = {
  "the name, alias or path": [
    {
      codes: ["ORA-00001"],
      text: /ORDS_UNIQUE_PREFIX_UC/,
      meaning: "Another module of the schema has this base path",
      todo: "choose another, or delete that module",
    },
    {
      codes: ["ORA-00001"],
      text: /ORDS_MODULES_UNIQUE1/,
      meaning: "A module of this name exists already in the schema",
      todo: "choose another name, or delete that module",
    },
    {
      codes: ["ORA-00001"],
      text: /OAUTH_CLIENTS_UNIQUE1/,
      meaning: "An OAuth client of this name exists already in the schema",
      todo: "choose another name, or delete that client",
    },
    {
      codes: ["ORA-20039"],
      meaning: "A URL pattern belongs to one privilege of the schema only",
      todo: "take it out of the other one first",
    },
    {
      codes: ["ORA-20049"],
      meaning: "The alias of an enabled schema cannot change",
      todo: "disable the schema first",
    },
    {
      codes: ["ORA-20001"],
      text: /DUPLICATE_ALIAS_ERROR/,
      meaning: "Another object holds this alias, perhaps a disabled one",
      todo: "choose another",
    },
    {
      codes: ["ORA-00001"],
      meaning: "The name, alias or path is taken by another object",
      todo: "choose another, or delete that object",
    },
  ],
  "the value": [
    { codes: ["ORA-02290"], meaning: "A value is outside of what ORDS allows for it", todo: "change it" },
    { codes: ["ORA-12899"], meaning: "A value is longer than ORDS can store", todo: "shorten it" },
    { codes: ["ORA-01400"], meaning: "ORDS needs a value that was left empty", todo: "give it" },
  ],
  "the schema": [
    {
      codes: ["ORA-20012"],
      meaning: "The schema is not enabled for REST",
      todo: "add an OrdsSchema and let this resource depend on it, or run `BEGIN ORDS.ENABLE_SCHEMA; COMMIT; END;` as {schema}",
    },
    {
      codes: ["ORA-20011"],
      meaning: "A rolling upgrade of the database is running",
      todo: "try again when it has ended",
    },
  ],
  "the rights of the user": [
    {
      codes: ["ORA-20031"],
      meaning: "This site lets only administrators enable schemas",
      todo: "run `GRANT ORDS_ADMINISTRATOR_ROLE TO {user}` as a DBA, or connect as a user who has that role",
    },
    {
      codes: ["ORA-01031"],
      meaning: "The user lacks a right",
      todo: "run `GRANT ORDS_ADMINISTRATOR_ROLE TO {user}` as a DBA, or connect as the schema itself",
    },
    {
      codes: ["ORA-06598"],
      meaning: "ORDS may not act with the rights of this user",
      todo: "run `GRANT INHERIT PRIVILEGES ON USER {user} TO ORDS_METADATA`, or connect as an ordinary user",
    },
    {
      codes: ["PLS-00201"],
      text: /identifier '(?:ORDS_METADATA\.)?(?:ORDS|OAUTH)/i,
      meaning: "This package of ORDS is not installed in the database, or not granted to the user",
      todo: "install ORDS, or run `GRANT ORDS_ADMINISTRATOR_ROLE TO {user}` where another schema is meant",
    },
    {
      codes: ["ORA-00942"],
      meaning: "The views of ORDS are not visible to this user",
      todo: "install ORDS in the database, or run `GRANT ORDS_ADMINISTRATOR_ROLE TO {user}` where another schema is meant, which needs version 24.4 or later",
    },
  ],
  "the version of ORDS": [
    {
      codes: ["PLS-00302"],
      meaning: "The installed ORDS does not have this call",
      todo: "upgrade ORDS in the database, or correct ords:ordsVersion where it is set",
    },
    {
      codes: ["PLS-00306"],
      meaning: "The installed ORDS does not know one of the arguments",
      todo: "upgrade ORDS in the database, or correct ords:ordsVersion where it is set",
    },
    {
      codes: ["ORA-00904"],
      meaning: "The views of the installed ORDS lack a column",
      todo: "upgrade ORDS in the database, or correct ords:ordsVersion where it is set",
    },
  ],
  "the login": [
    {
      codes: ["ORA-01017"],
      meaning: "The database knows no such user and password",
      todo: "check ords:user and ords:password",
    },
    {
      codes: ["ORA-28000"],
      meaning: "The account is locked",
      todo: "run `ALTER USER {user} ACCOUNT UNLOCK` as a DBA",
    },
    {
      codes: ["ORA-28001"],
      meaning: "The password has expired",
      todo: "set a new one in the database and in ords:password",
    },
    {
      codes: ["ORA-01045"],
      meaning: "The user may not log in",
      todo: "run `GRANT CREATE SESSION TO {user}` as a DBA",
    },
    {
      codes: ["ORA-28150", "ORA-01005"],
      meaning: "The user may not connect on behalf of the schema",
      todo: "run `ALTER USER {schema} GRANT CONNECT THROUGH <proxy user>` as a DBA",
    },
    {
      codes: ["ORA-38802"],
      meaning: "The edition does not exist, or the user may not use it",
      todo: "check ords:edition, or run `GRANT USE ON EDITION <edition> TO {user}` as a DBA",
    },
    {
      codes: ["NJS-087", "ORA-25708"],
      meaning: "The token has expired",
      todo: "put a fresh one into ords:accessToken",
    },
    {
      codes: ["NJS-084"],
      meaning: "The token is not whole",
      todo: "give ords:accessToken as text, or as a map of token and privateKey",
    },
    {
      codes: ["NJS-116"],
      meaning: "The password is stored in a form that is too old for the driver",
      todo: "set it again in the database, or use ords:libDir",
    },
    {
      codes: ["ORA-02391", "ORA-00018", "ORA-12516", "ORA-12520"],
      meaning: "There are too many sessions",
      todo: "lower ords:maxSessions, or end other sessions",
    },
    {
      codes: ["HTTP 401"],
      meaning: "ORDS does not accept these credentials",
      todo: "check the user and password, token or client that the stack gives",
    },
    {
      codes: ["HTTP 403"],
      meaning: "ORDS lets this user not run SQL",
      todo: "use the schema's own user, or give the client the role SQL Developer",
    },
  ],
  "TLS and the wallet": [
    {
      codes: ["NJS-505", "NJS-529", "ERR_OSSL_BAD_DECRYPT", "ERR_OSSL_EVP_BAD_DECRYPT"],
      meaning: "The wallet cannot be opened",
      todo: "check ords:walletPassword, and that the wallet holds ewallet.pem with a private key",
    },
    {
      codes: ["NJS-507", "NJS-508", "ERR_TLS_CERT_ALTNAME_INVALID"],
      meaning: "The server's certificate is for another name",
      todo: "use the name that is in the certificate, or correct the certificate",
    },
    {
      codes: [
        "DEPTH_ZERO_SELF_SIGNED_CERT",
        "SELF_SIGNED_CERT_IN_CHAIN",
        "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
        "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
      ],
      meaning: "The server's certificate comes from an authority that is not trusted",
      todo: "give the authority's certificate (ords:ca for HTTPS, the wallet for the database)",
    },
    { codes: ["CERT_HAS_EXPIRED"], meaning: "The server's certificate has expired", todo: "renew it" },
    {
      codes: ["NJS-506", "EPROTO"],
      meaning: "The two sides cannot agree on TLS",
      todo: "check protocol and port, and the wallet or certificates",
    },
  ],
  "the address": [
    {
      codes: ["ORA-12514", "ORA-12505", "NJS-518", "NJS-519"],
      meaning: "The listener does not know this service",
      todo: "check ords:connectString, or set ords:waitFor if the database is starting",
    },
    {
      codes: ["NJS-516", "NJS-520", "NJS-517", "ORA-12154"],
      meaning: "The alias is in no tnsnames.ora that was found",
      todo: "check ords:connectString and ords:configDir",
    },
    {
      codes: ["NJS-512", "NJS-514", "NJS-515", "NJS-125"],
      meaning: "The connect string is malformed",
      todo: "write ords:connectString as `host:1521/service`, or as a full descriptor",
    },
    {
      codes: ["ENOTFOUND", "EAI_AGAIN", "NJS-530"],
      meaning: "The host name cannot be resolved",
      todo: "check the host in the connect string or URL, and the network",
    },
    {
      codes: ["NJS-504", "UND_ERR_PRX_TLS", "Proxy response"],
      meaning: "The web proxy did not let the connection through",
      todo: "check ords:httpsProxy or HTTPS_PROXY",
    },
    {
      codes: ["ORA-12541", "NJS-511", "ECONNREFUSED"],
      meaning: "Nothing listens there",
      todo: "check host and port, or set ords:waitFor if the database is starting",
    },
    {
      // undici gives its parser's errors a name and no code.
      codes: ["ERR_SSL_WRONG_VERSION_NUMBER", "HTTPParserError"],
      meaning: "What answers there speaks another protocol",
      todo: "check protocol and port of the URL",
    },
    {
      codes: ["HTTP 404"],
      meaning: "There is no REST-enabled SQL at this URL",
      todo: "check ords:sqlUrl, that the schema is enabled, and that ORDS has `restEnabledSql.active`",
    },
    {
      codes: ["HTTP 301", "HTTP 302", "HTTP 303", "HTTP 307", "HTTP 308"],
      meaning: "The URL has moved, and credentials are not sent after it",
      todo: "set ords:sqlUrl to the new place if you trust it",
    },
    {
      codes: ["HTTP 405", "HTTP 415", "HTTP 400", "UND_ERR_HEADERS_OVERFLOW"],
      meaning: "What answers there is no REST-enabled SQL of ORDS that this package knows",
      todo: "check ords:sqlUrl",
    },
  ],
  "the state of the database": [
    {
      codes: ["ORA-01033", "ORA-01034", "ORA-01109", "ORA-01090", "HTTP 503"],
      meaning: "The database is starting or stopped",
      todo: "try again when it is open, or set ords:waitFor",
    },
    {
      codes: ["HTTP 502", "HTTP 504"],
      meaning: "The gateway in front of ORDS gets no answer",
      todo: "try again when ORDS runs",
    },
    {
      codes: ["HTTP 429"],
      meaning: "ORDS has too many requests",
      todo: "try again later, or lower ords:maxSessions",
    },
    { codes: ["HTTP 500"], meaning: "ORDS itself failed", todo: "look into its log" },
    { codes: ["HTTP 555"], meaning: "A statement of ORDS itself failed", todo: "look into its log" },
  ],
  time: [
    {
      codes: ["NJS-123", "ORA-03156"],
      meaning: "The call took longer than ords:callTimeout",
      todo: "raise it, or see what the session waits for, and run again: what was done is found, the rest is made",
    },
    {
      codes: ["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"],
      meaning: "ORDS took longer than ords:callTimeout to answer",
      todo: "raise it, and run again: what was done is found, the rest is made",
    },
    {
      codes: [
        "ORA-12170",
        "NJS-510",
        "NJS-040",
        "ETIMEDOUT",
        "UND_ERR_CONNECT_TIMEOUT",
        "EHOSTUNREACH",
        "ENETUNREACH",
      ],
      meaning: "There was no answer in time",
      todo: "check network, firewall and load",
    },
  ],
  "nothing, but run again": [
    {
      codes: ["ORA-00028"],
      meaning: "The session was killed",
      todo: "run again: what was done is found, the rest is made",
    },
    {
      codes: ["ORA-01013", "UND_ERR_ABORTED"],
      meaning: "The call was cancelled",
      todo: "run again: what was done is found, the rest is made",
    },
    {
      codes: [
        "ORA-03113",
        "ORA-03114",
        "ORA-03135",
        "ORA-12537",
        "ORA-12547",
        "ORA-12570",
        "NJS-500",
        "NJS-501",
        "NJS-503",
        "NJS-521",
        "ECONNRESET",
        "EPIPE",
        "UND_ERR_SOCKET",
      ],
      meaning: "The connection was lost",
      todo: "run again: what was done is found, the rest is made",
    },
    {
      codes: ["ORA-00060"],
      meaning: "Someone else changed the same objects at the same time",
      todo: "run again",
    },
    {
      codes: ["ORA-00054", "ORA-30006", "ORA-04021"],
      meaning: "Someone else holds the object",
      todo: "run again when they have finished",
    },
    {
      codes: ["ORA-04068", "ORA-04061"],
      meaning: "The packages of ORDS were replaced during the call",
      todo: "run again",
    },
  ],
  "the driver": [
    {
      codes: ["NJS-045", "DPI-1047", "DPI-1072"],
      meaning: "The Oracle Client libraries cannot be loaded",
      todo: "check ords:libDir, or take it out to use the Thin mode that needs none",
    },
    {
      codes: ["NJS-118"],
      meaning: "This process works in Thin mode already",
      todo: "set ords:libDir for every connection of the stack, or for none",
    },
    {
      codes: ["NJS-138"],
      meaning: "The database is too old for the driver's Thin mode",
      todo: "set ords:libDir to Oracle Client libraries",
    },
    {
      codes: ["NJS-533", "ORA-12660"],
      meaning: "The database asks for native network encryption, which Thin mode does not have",
      todo: "use TLS (`tcps`), or set ords:libDir to Oracle Client libraries",
    },
  ],
  // ORDS raises it bare wherever a parent is missing (fact 153), so everything else comes first.
  "what it refers to": [
    {
      codes: ["ORA-01403"],
      meaning: "Something it refers to does not exist in the schema",
      todo: "make that first",
    },
  ],
};

const all = Object.values(failures).flat();

/** Every code that has its own advice. */
export const knownCodes: ReadonlySet<string> = new Set(all.flatMap(({ codes }) => codes));

/** What a person can do, in one sentence. */
export function adviceFor(
  text: string,
  who: { readonly user: string; readonly schema: string },
): string | undefined {
  const failure = all.find(
    (one) =>
      one.codes.some((code) => mentions(text, code)) && (one.text === undefined || one.text.test(text)),
  );
  if (failure === undefined) return undefined;
  return `${failure.meaning}: ${failure.todo.replaceAll("{user}", who.user).replaceAll("{schema}", who.schema)}.`;
}

function mentions(text: string, code: string): boolean {
  const at = text.indexOf(code);
  return at >= 0 && !/\w/.test(text[at + code.length] ?? "");
}

/** The numbers of the ORA errors in a text, in order. */
export function oraCodes(text: string): number[] {
  return [...text.matchAll(/\bORA-(\d{5})\b/g)].map((match) => Number(match[1]));
}
