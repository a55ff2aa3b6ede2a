import { capabilitiesOf } from "../ords/capabilities";
import { Target } from "../ords/target";
import type { Session } from "../session/session";
import type { Settings } from "../session/settings";
import type { AnyLifecycle, Common } from "./description";

/**
 * Whose objects are meant, and with what is installed, where that decides something: a lifecycle whose calls are the same
 * in every version and an object of the user's own cost no look at it.
 */
export async function targetFor(
  lifecycle: AnyLifecycle,
  session: Session,
  { ordsVersion }: Settings,
  properties: Common & Readonly<Record<string, unknown>>,
): Promise<Target> {
  const { schema } = properties;
  const isOther = schema !== undefined && schema !== session.user;
  if (lifecycle.varies !== true && !isOther) return new Target(schema, session.user);
  const installed = await capabilitiesOf(session, ordsVersion);
  lifecycle.demand?.(installed, properties);
  return new Target(schema, session.user, installed);
}
