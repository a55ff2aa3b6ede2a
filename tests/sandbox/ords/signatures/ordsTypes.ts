import type { PackageTable } from "./table";

/** Record types and constructor functions for ORDS_SECURITY. */
export const ordsTypes: PackageTable = {
  name: "ORDS_TYPES",
  since: "24.3",
  subprograms: {
    OAUTH_CLIENT_SECRET: {
      overloads: [
        {
          params: [
            ["p_secret", "VARCHAR2", "NULL"],
            ["p_stored", "BOOLEAN", "FALSE"],
            ["p_slot", "NUMBER", "NULL"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_SECRET",
        },
      ],
    },
    OAUTH_CLIENT_KEY: {
      overloads: [
        {
          params: [
            ["p_id", "NUMBER", "NULL"],
            ["p_name", "VARCHAR2", "NULL"],
            ["p_client_id", "VARCHAR2", "NULL"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_KEY",
        },
      ],
    },
  },
};
