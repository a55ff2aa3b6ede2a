import type { PackageTable } from "./table";

/** Constants for ORDS_SECURITY. */
export const ordsConstants: PackageTable = {
  name: "ORDS_CONSTANTS",
  since: "24.3",
  subprograms: {},
};
