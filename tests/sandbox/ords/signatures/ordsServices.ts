import type { PackageTable } from "./table";

/** Internal id-based API. Unsupported; listed because 23.2-era scripts use it. */
export const ordsServices: PackageTable = {
  name: "ORDS_SERVICES",
  subprograms: {
    CREATE_MODULE: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_uri_prefix", "VARCHAR2"],
            ["p_items_per_page", "NUMBER"],
            ["p_status", "VARCHAR2"],
          ],
          returns: "NUMBER",
        },
      ],
    },
    ADD_TEMPLATE: {
      overloads: [
        {
          params: [
            ["p_module_id", "NUMBER"],
            ["p_uri_template", "VARCHAR2"],
            ["p_priority", "NUMBER"],
            ["p_etag_type", "VARCHAR2"],
          ],
          returns: "NUMBER",
        },
      ],
    },
    ADD_HANDLER: {
      overloads: [
        {
          params: [
            ["p_template_id", "NUMBER"],
            ["p_source_type", "VARCHAR2"],
            ["p_method", "VARCHAR2"],
            ["p_items_per_page", "NUMBER"],
            ["p_source", "CLOB"],
          ],
          returns: "NUMBER",
        },
      ],
    },
    DELETE_TEMPLATE: {
      overloads: [{ params: [["p_id", "NUMBER"]] }],
    },
    DELETE_HANDLER: {
      overloads: [{ params: [["p_id", "NUMBER"]] }],
    },
  },
};
