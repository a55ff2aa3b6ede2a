import type { PackageTable } from "./table";

/** Same for another schema. */
export const ordsExportAdmin: PackageTable = {
  name: "ORDS_EXPORT_ADMIN",
  since: "25.1",
  subprograms: {
    EXPORT_SCHEMA: {
      overloads: [
        {
          params: [
            ["p_schema", "VARCHAR2"],
            ["p_include_modules", "BOOLEAN", "TRUE"],
            ["p_include_privileges", "BOOLEAN", "TRUE"],
            ["p_include_roles", "BOOLEAN", "TRUE"],
            ["p_include_oauth", "BOOLEAN", "TRUE"],
            ["p_include_rest_objects", "BOOLEAN", "TRUE"],
            ["p_include_jwt_profiles", "BOOLEAN", "TRUE"],
            ["p_include_enable_schema", "BOOLEAN", "TRUE"],
            ["p_export_date", "BOOLEAN", "TRUE"],
            ["p_runnable_as_admin", "BOOLEAN", "TRUE"],
          ],
          returns: "CLOB",
        },
      ],
    },
    EXPORT_MODULE: {
      since: "25.2",
      overloads: [
        {
          params: [
            ["p_schema", "VARCHAR2"],
            ["p_module_name", "VARCHAR2"],
            ["p_include_enable_schema", "BOOLEAN", "TRUE"],
            ["p_include_privs", "BOOLEAN", "TRUE"],
            ["p_privs_with_other_mod_refs", "BOOLEAN", "FALSE"],
            ["p_export_date", "BOOLEAN", "TRUE"],
            ["p_runnable_as_admin", "BOOLEAN", "TRUE"],
          ],
          returns: "CLOB",
        },
      ],
    },
  },
};
