import type { Instance } from "./instance";

/** Whom ORDS connects as. */
export const gateway = "ORDS_PUBLIC_USER";

/** Who may connect as a user: whom ALTER USER has let, and ORDS once the schema is enabled (fact 61). */
export function proxiesOf({ users, store }: Instance, user: string): string[] {
  const granted = [...(users.user(user)?.through ?? [])];
  const committed = store.begin({ signal: () => undefined });
  const enabled = committed.row("ORDS_METADATA.ORDS_SCHEMAS", { PARSING_SCHEMA: user, STATUS: "ENABLED" });
  return enabled === undefined || granted.includes(gateway) ? granted : [...granted, gateway];
}
