import type { Session } from "../session/session";
import { attributesOf } from "./check";
import type { AnyLifecycle, Common } from "./description";

type Properties = Common & Readonly<Record<string, unknown>>;

/** New names by the old ones, by kind and schema. */
const renames = new WeakMap<Session, Map<string, string>>();

function keyOf(type: string, schema: string, name: unknown): string {
  return JSON.stringify([type, schema, name]);
}

/**
 * Remembers that an object has another name now. The states of those that refer to it still have the old one: what comes later in
 * this run, a delete above all, would look for them where they no longer are.
 */
export function rememberRename(
  lifecycle: AnyLifecycle,
  session: Session,
  had: Properties,
  want: Properties,
): void {
  const [key, ...more] = lifecycle.key as readonly string[];
  if (key === undefined || more.length > 0 || had[key] === want[key]) return;
  const known = renames.get(session) ?? new Map<string, string>();
  renames.set(session, known);
  const schema = want.schema ?? session.user;
  known.delete(keyOf(lifecycle.type, schema, want[key]));
  known.set(keyOf(lifecycle.type, schema, had[key]), String(want[key]));
}

/** A new object has the name: it is no longer that of one that was renamed. */
export function forgetRename(lifecycle: AnyLifecycle, session: Session, made: Properties): void {
  const [key] = lifecycle.key as readonly string[];
  if (key === undefined) return;
  renames.get(session)?.delete(keyOf(lifecycle.type, made.schema ?? session.user, made[key]));
}

/** The properties of the state, with the names that others have by now. */
export function withPresentNames(lifecycle: AnyLifecycle, session: Session, had: Properties): Properties {
  const known = renames.get(session);
  if (known === undefined) return had;
  const schema = had.schema ?? session.user;
  const present = (type: string, name: unknown): unknown => known.get(keyOf(type, schema, name)) ?? name;
  const changed = attributesOf(lifecycle).flatMap(([name, { names }]) => {
    const value = had[name];
    if (names === undefined || value === undefined) return [];
    const now = Array.isArray(value)
      ? value.map((one: unknown) => present(names, one))
      : present(names, value);
    return [[name, now] as const];
  });
  return { ...had, ...Object.fromEntries(changed) };
}
