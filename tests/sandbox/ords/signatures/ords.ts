import type { PackageTable } from "./table";

/** Developer API for the calling schema. Public synonym ORDS; ORDS_METADATA.ORDS also resolves. */
export const ords: PackageTable = {
  name: "ORDS",
  subprograms: {
    ENABLE_SCHEMA: {
      overloads: [
        {
          params: [
            ["p_enabled", "BOOLEAN", "TRUE"],
            ["p_schema", "VARCHAR2", "NULL"],
            ["p_url_mapping_type", "VARCHAR2", "'BASE_PATH'"],
            ["p_url_mapping_pattern", "VARCHAR2", "NULL"],
            ["p_auto_rest_auth", "BOOLEAN", "NULL"],
          ],
        },
      ],
    },
    DROP_REST_FOR_SCHEMA: {
      overloads: [{ params: [["p_schema", "VARCHAR2", "NULL"]] }],
    },
    SET_URL_MAPPING: {
      overloads: [
        {
          params: [
            ["p_schema", "VARCHAR2", "NULL"],
            ["p_url_mapping_type", "VARCHAR2"],
            ["p_url_mapping_pattern", "VARCHAR2"],
          ],
        },
      ],
    },
    INSTALLED_VERSION: {
      overloads: [{ params: [], returns: "VARCHAR2" }],
    },
    DEFINE_MODULE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_base_path", "VARCHAR2"],
            ["p_items_per_page", "NUMBER", "25"],
            ["p_status", "VARCHAR2", "'PUBLISHED'"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    PUBLISH_MODULE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_status", "VARCHAR2", "'PUBLISHED'"],
          ],
        },
      ],
    },
    RENAME_MODULE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2", "NULL"],
            ["p_new_base_path", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    DELETE_MODULE: {
      overloads: [{ params: [["p_module_name", "VARCHAR2"]] }],
    },
    SET_MODULE_ORIGINS_ALLOWED: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_origins_allowed", "VARCHAR2"],
          ],
        },
      ],
    },
    SET_MODULE_PRIVILEGE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_privilege_name", "VARCHAR2"],
          ],
        },
      ],
    },
    CREATE_SERVICE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_base_path", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_method", "VARCHAR2", "'GET'"],
            ["p_source_type", "VARCHAR2", "SOURCE_TYPE_COLLECTION_FEED"],
            ["p_source", "CLOB"],
            ["p_items_per_page", "NUMBER", "25"],
            ["p_status", "VARCHAR2", "'PUBLISHED'"],
            ["p_etag_type", "VARCHAR2", "'HASH'"],
            ["p_etag_query", "VARCHAR2", "NULL"],
            ["p_mimes_allowed", "VARCHAR2", "NULL"],
            ["p_module_comments", "VARCHAR2", "NULL"],
            ["p_template_comments", "VARCHAR2", "NULL"],
            ["p_handler_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    DEFINE_SERVICE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_base_path", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_method", "VARCHAR2", "'GET'"],
            ["p_source_type", "VARCHAR2", "SOURCE_TYPE_COLLECTION_FEED"],
            ["p_source", "CLOB"],
            ["p_items_per_page", "NUMBER", "25"],
            ["p_status", "VARCHAR2", "'PUBLISHED'"],
            ["p_etag_type", "VARCHAR2", "'HASH'"],
            ["p_etag_query", "VARCHAR2", "NULL"],
            ["p_mimes_allowed", "VARCHAR2", "NULL"],
            ["p_module_comments", "VARCHAR2", "NULL"],
            ["p_template_comments", "VARCHAR2", "NULL"],
            ["p_handler_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    DEFINE_TEMPLATE: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_priority", "NUMBER", "0"],
            ["p_etag_type", "VARCHAR2", "'HASH'"],
            ["p_etag_query", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    DELETE_TEMPLATE: {
      since: "25.3",
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_uri_template", "VARCHAR2"],
          ],
        },
      ],
    },
    DEFINE_HANDLER: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_method", "VARCHAR2", "'GET'"],
            ["p_source_type", "VARCHAR2", "SOURCE_TYPE_COLLECTION_FEED"],
            ["p_source", "CLOB"],
            ["p_items_per_page", "NUMBER", "NULL"],
            ["p_mimes_allowed", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
            ["p_mle_env_name", "VARCHAR2", "NULL", "24.1"],
          ],
        },
      ],
    },
    DELETE_HANDLER: {
      since: "25.3",
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_uri_template", "VARCHAR2"],
            ["p_method", "VARCHAR2"],
          ],
        },
      ],
    },
    DEFINE_PARAMETER: {
      overloads: [
        {
          params: [
            ["p_module_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
            ["p_method", "VARCHAR2"],
            ["p_name", "VARCHAR2"],
            ["p_bind_variable_name", "VARCHAR2", "NULL"],
            ["p_source_type", "VARCHAR2", "'HEADER'"],
            ["p_param_type", "VARCHAR2", "'STRING'"],
            ["p_access_method", "VARCHAR2", "'IN'"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    ENABLE_OBJECT: {
      overloads: [
        {
          params: [
            ["p_enabled", "BOOLEAN", "TRUE"],
            ["p_schema", "VARCHAR2", "NULL"],
            ["p_object", "VARCHAR2"],
            ["p_object_type", "VARCHAR2", "'TABLE'"],
            ["p_object_alias", "VARCHAR2", "NULL"],
            ["p_auto_rest_auth", "BOOLEAN", "NULL"],
          ],
        },
      ],
    },
    DROP_REST_FOR_OBJECT: {
      overloads: [{ params: [["p_object", "VARCHAR2"]] }],
    },
    CREATE_ROLE: {
      overloads: [{ params: [["p_role_name", "VARCHAR2"]] }],
    },
    RENAME_ROLE: {
      overloads: [
        {
          params: [
            ["p_role_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2"],
          ],
        },
      ],
    },
    DELETE_ROLE: {
      overloads: [{ params: [["p_role_name", "VARCHAR2"]] }],
    },
    DEFINE_PRIVILEGE: {
      overloads: [
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_roles", "OWA.VC_ARR"],
            ["p_patterns", "OWA.VC_ARR"],
            ["p_modules", "OWA.VC_ARR"],
            ["p_label", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_roles", "OWA.VC_ARR"],
            ["p_patterns", "OWA.VC_ARR"],
            ["p_label", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_roles", "OWA.VC_ARR"],
            ["p_label", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    RENAME_PRIVILEGE: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2"],
          ],
        },
      ],
    },
    DELETE_PRIVILEGE: {
      overloads: [{ params: [["p_name", "VARCHAR2"]] }],
    },
    CREATE_PRIVILEGE: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_role_name", "VARCHAR2"],
            ["p_label", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_roles", "OWA.VC_ARR"],
            ["p_label", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_comments", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    CREATE_PRIVILEGE_MAPPING: {
      overloads: [
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
          ],
        },
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_patterns", "OWA.VC_ARR"],
          ],
        },
      ],
    },
    DELETE_PRIVILEGE_MAPPING: {
      overloads: [
        {
          params: [
            ["p_privilege_name", "VARCHAR2"],
            ["p_pattern", "VARCHAR2"],
          ],
        },
      ],
    },
    SET_PROPERTY: {
      overloads: [
        {
          params: [
            ["p_key", "VARCHAR2"],
            ["p_value", "VARCHAR2"],
          ],
        },
      ],
    },
    UNSET_PROPERTY: {
      overloads: [{ params: [["p_key", "VARCHAR2"]] }],
    },
  },
  constants: {
    SOURCE_TYPE_COLLECTION_FEED: "json/collection",
    SOURCE_TYPE_COLLECTION_ITEM: "json/item",
    SOURCE_TYPE_PLSQL: "plsql/block",
    SOURCE_TYPE_MEDIA: "resource/lob",
    SOURCE_TYPE_QUERY: "json/query",
    SOURCE_TYPE_QUERY_ONE_ROW: "json/query;type=single",
    SOURCE_TYPE_FEED: "json/query;type=feed",
    SOURCE_TYPE_CSV_QUERY: "csv/query",
  },
};
