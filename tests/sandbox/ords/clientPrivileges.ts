import type { Call } from "./call";
import { idOf } from "./call";
import { noDataFound } from "./errors";

/** A comma list (fact 93); it may be empty (fact 82). */
export function privilegeNames(list: string | null): string[] {
  const names = (list ?? "").split(",").map((name) => name.trim());
  return [...new Set(names.filter((name) => name !== ""))];
}

/** @throws OraError 1403 for a privilege that is not there */
export async function putClientPrivileges(
  call: Call,
  SCHEMA_ID: number,
  CLIENT_ID: number,
  names: readonly string[],
): Promise<void> {
  for (const NAME of names) {
    const privilege = call.row("privileges", { SCHEMA_ID, NAME });
    if (privilege === undefined) throw noDataFound();
    await call.insert("clientPrivileges", { SCHEMA_ID, CLIENT_ID, PRIVILEGE_ID: idOf(privilege) }, "link");
  }
  await showPrivileges(call, CLIENT_ID);
}

/** Writes the list that the view shows. */
export async function showPrivileges(call: Call, CLIENT_ID: number): Promise<void> {
  const names = call
    .rows("clientPrivileges", { CLIENT_ID })
    .map(({ values }) => call.row("privileges", { ID: Number(values.PRIVILEGE_ID) })?.values.NAME)
    .filter((name) => typeof name === "string");
  const client = await call.existing("clients", { ID: CLIENT_ID });
  await call.update("clients", client, { PRIVILEGE_NAMES: names.length === 0 ? null : names.join(",") });
}

/** The clients that ask for a privilege. */
export function clientsOf(call: Call, PRIVILEGE_ID: number): number[] {
  return call.rows("clientPrivileges", { PRIVILEGE_ID }).map(({ values }) => Number(values.CLIENT_ID));
}
