import type { PackageTable } from "./table";

/** Generates re-runnable scripts for the current schema. */
export const ordsExport: PackageTable = {
  name: "ORDS_EXPORT",
  subprograms: {
    EXPORT_SCHEMA: {
      overloads: [
        {
          params: [
            ["p_include_modules", "BOOLEAN", "TRUE"],
            ["p_include_privileges", "BOOLEAN", "TRUE"],
            ["p_include_roles", "BOOLEAN", "TRUE"],
            ["p_include_oauth", "BOOLEAN", "TRUE"],
            ["p_include_rest_objects", "BOOLEAN", "TRUE"],
            ["p_include_jwt_profiles", "BOOLEAN", "TRUE"],
            ["p_include_enable_schema", "BOOLEAN", "TRUE"],
            ["p_export_date", "BOOLEAN", "TRUE"],
          ],
          returns: "CLOB",
        },
      ],
    },
    EXPORT_MODULE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_include_enable_schema", "BOOLEAN", "TRUE"],
            ["p_include_privs", "BOOLEAN", "TRUE"],
            ["p_privs_with_other_mod_refs", "BOOLEAN", "FALSE"],
            ["p_export_date", "BOOLEAN", "TRUE"],
          ],
          returns: "CLOB",
        },
      ],
    },
    EXPORT_OAUTH_CLIENT: {
      overloads: [{ params: [["p_name", "VARCHAR2"]], returns: "CLOB" }],
    },
  },
};
