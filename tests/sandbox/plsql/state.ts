import type { Frame } from "./frame";

interface PackageState {
  /** Of the package when its variables were made. */
  readonly version: number;
  /** Whether its variables are worth something. */
  readonly stateful: boolean;
  readonly frame: Frame;
}

/** The variables of packages that a session has used, by `OWNER.NAME`. */
export class PackageStates {
  readonly #states = new Map<string, PackageState>();

  get(name: string): PackageState | undefined {
    return this.#states.get(name);
  }

  set(name: string, state: PackageState): void {
    this.#states.set(name, state);
  }

  delete(name: string): void {
    this.#states.delete(name);
  }

  /** DBMS_SESSION.RESET_PACKAGE: all begin anew. */
  clear(): void {
    this.#states.clear();
  }
}
