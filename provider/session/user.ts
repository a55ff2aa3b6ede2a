/**
 * The schema a user name stands for, in the form of the dictionary: `app[myapi]` works in MYAPI, and names are in upper case
 * unless they are quoted (fact 35).
 */
export function dictionaryUser(user: string): string {
  const name = /\[([^\]]+)\]$/.exec(user)?.[1] ?? user;
  const trimmed = name.trim();
  return /^".+"$/.test(trimmed) ? trimmed.slice(1, -1) : trimmed.toUpperCase();
}

/** The part of a user name that the driver may be told where someone else says who this is: `[MYAPI]`, or nothing. */
export function proxyPart(user: string): string | undefined {
  return /^\[.+\]$/.test(user.trim()) ? user.trim() : undefined;
}
