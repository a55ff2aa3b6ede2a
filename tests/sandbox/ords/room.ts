import type { Store } from "../store";
import type { SwitchName } from "./switches";

/** What ORDS's packages need of the database around them. */
export interface RoomOptions {
  readonly version: string;
  readonly switches: Readonly<Record<SwitchName, string>>;
  readonly store: Store;
  now(): Date;
  /** Whether there is a user of that name, in dictionary form. */
  userExists(name: string): boolean;
  /** Whether there is a table, view or unit of that name. */
  objectExists(owner: string, name: string): boolean;
}
