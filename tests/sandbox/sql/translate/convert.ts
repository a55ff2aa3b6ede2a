import { date, number, text } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { coerce, toDate, toNumeric, toText } from "../../plsql/values";
import { isText, isTime } from "../types";
import type { Term } from "./term";
import type { Translation } from "./translation";

/** A term as text, as Oracle converts it without being asked. */
export function asText(t: Translation, term: Term): Term {
  const { type, sql } = term;
  if (isText(type) || type.kind === "null") return term;
  if (give(term, text)) return { sql, type: text };
  const name = t.functions.scalar("to text", [type], text, ([value]) => toText(value!, type));
  return { sql: `${name}(${sql})`, type: text };
}

export function asNumber(t: Translation, term: Term): Term {
  const { type, sql } = term;
  if (type.kind === "number" || type.kind === "null" || type.kind === "interval") return term;
  if (give(term, number)) return { sql, type: number };
  const name = t.functions.scalar("to number", [type], number, ([value]) => toNumeric(value!));
  return { sql: `${name}(${sql})`, type: number };
}

export function asDate(t: Translation, term: Term, wanted: Type = date): Term {
  const { type, sql } = term;
  if (isTime(type) || type.kind === "null") return term;
  if (give(term, wanted)) return { sql, type: wanted };
  const name = t.functions.scalar("to date", [type], wanted, ([value]) => toDate(value!));
  return { sql: `${name}(${sql})`, type: wanted };
}

/** As the type of a column or of CAST, cut and rounded as that demands. */
export function as(t: Translation, term: Term, type: Type): Term {
  const key = `as ${JSON.stringify(type)}`;
  const name = t.functions.scalar(key, [term.type], type, ([value]) => coerce(value!, type, term.type));
  return { sql: `${name}(${term.sql})`, type };
}

/** Brings a term to the kind of another one. */
export function like(t: Translation, term: Term, type: Type): Term {
  if (term.type.kind === type.kind) return term;
  if (type.kind === "number") return asNumber(t, term);
  if (isTime(type)) return asDate(t, term, type);
  return isText(type) ? asText(t, term) : term;
}

/** Both sides of a comparison in one kind: texts give way to numbers and dates. */
export function alike(t: Translation, terms: readonly Term[]): Term[] {
  const has = (test: (type: Type) => boolean): boolean => terms.some(({ type }) => test(type));
  if (has(isTime)) return terms.map((term) => asDate(t, term));
  if (has(({ kind }) => kind === "number" || kind === "interval"))
    return terms.map((term) => asNumber(t, term));
  if (has(isText)) {
    return terms.map((term) => (term.type.kind === "any" ? asText(t, term) : term));
  }
  return [...terms];
}

function give({ parameter }: Term, type: Type): boolean {
  if (parameter === undefined) return false;
  parameter.convert ??= type;
  return true;
}

export function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`;
}
