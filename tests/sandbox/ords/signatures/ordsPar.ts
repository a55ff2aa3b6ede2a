import type { PackageTable } from "./table";

/** Pre-authenticated requests (24.4+). */
export const ordsPar: PackageTable = {
  name: "ORDS_PAR",
  since: "24.4",
  subprograms: {
    DEFINE_FOR_HANDLER: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_method", "VARCHAR2"],
            ["p_duration", "NUMBER"],
          ],
          returns: "CLOB",
        },
      ],
    },
    REVOKE_PAR: {
      overloads: [{ params: [["p_par_token", "VARCHAR2"]] }],
    },
  },
};
