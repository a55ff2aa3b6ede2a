import type { Operation, Outs } from "../session/operation";
import type { Session } from "../session/session";
import type { Settings } from "../session/settings";
import { listBlock, outs, readBlock } from "./blocks";
import type { AnyLifecycle, Common } from "./description";
import { targetFor } from "./target";
import { present } from "./values";

type Properties = Common & Readonly<Record<string, unknown>>;

/** What `read` of the provider would find, or undefined: for programs that want to know and not to manage. */
export async function look(
  lifecycle: AnyLifecycle,
  session: Session,
  settings: Settings,
  key: Properties,
): Promise<object | undefined> {
  const target = await targetFor(lifecycle, session, settings, key);
  const doing = `look for ${lifecycle.describe(key)} in schema ${key.schema ?? session.user}`;
  const found = await perform(session, readBlock(lifecycle, target, key), doing);
  return found === undefined ? undefined : known(lifecycle, settings, found as object);
}

/** All objects of the kind in a schema, without those that ORDS brings. */
export async function lookAtAll(
  lifecycle: AnyLifecycle,
  session: Session,
  settings: Settings,
  schema: string | undefined,
): Promise<object[]> {
  const target = await targetFor(lifecycle, session, settings, { schema });
  if (lifecycle.list === undefined) throw new TypeError(`${lifecycle.type} has no list.`);
  const doing = `list what is in schema ${schema ?? session.user}`;
  const found = await perform(session, listBlock(lifecycle, target, lifecycle.list(target, {})), doing);
  return (found as object[]).map((row) => known(lifecycle, settings, row));
}

async function perform(session: Session, operation: Operation, doing: string): Promise<unknown> {
  const found: Outs = await session.perform(operation, { doing });
  const state = found[outs.state.out] ?? found[outs.longState.out];
  return typeof state === "string" ? (JSON.parse(state) as unknown) : undefined;
}

function known(lifecycle: AnyLifecycle, { baseUrl }: Settings, row: object): object {
  const seen = { row, outs: {}, want: {}, had: {}, baseUrl };
  return present({ ...lifecycle.observed(row), ...lifecycle.outputs?.(seen) });
}
