import type { PackageTable } from "./table";

/** Legacy OAuth client API for the calling schema. */
export const oauth: PackageTable = {
  name: "OAUTH",
  until: "25.3",
  subprograms: {
    CREATE_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_owner", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_privilege_names", "VARCHAR2"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
            ["p_token_endpoint_auth_method", "VARCHAR2", "NULL", "26.3"],
          ],
        },
      ],
    },
    DELETE_CLIENT: {
      overloads: [{ params: [["p_name", "VARCHAR2"]] }],
    },
    UPDATE_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_description", "VARCHAR2"],
            ["p_redirect_uri", "VARCHAR2"],
            ["p_support_email", "VARCHAR2"],
            ["p_support_uri", "VARCHAR2"],
          ],
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_privilege_names", "OWA.VC_ARR"],
          ],
        },
      ],
    },
    RENAME_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2"],
          ],
        },
      ],
    },
    GRANT_CLIENT_ROLE: {
      overloads: [
        {
          params: [
            ["p_client_name", "VARCHAR2"],
            ["p_role_name", "VARCHAR2"],
          ],
        },
      ],
    },
    REVOKE_CLIENT_ROLE: {
      overloads: [
        {
          params: [
            ["p_client_name", "VARCHAR2"],
            ["p_role_name", "VARCHAR2"],
          ],
        },
      ],
    },
    UPDATE_CLIENT_PRIVILEGES: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_privilege_names", "VARCHAR2"],
          ],
        },
      ],
    },
    UPDATE_LOGO: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_content_type", "VARCHAR2"],
            ["p_logo", "BLOB"],
          ],
        },
      ],
    },
    UPDATE_CLIENT_SECRET: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_client_secret", "VARCHAR2"],
          ],
        },
      ],
    },
    IMPORT_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_client_id", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_owner", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
            ["p_privilege_names", "VARCHAR2", "NULL"],
          ],
        },
      ],
    },
    CREATE_JWT_PROFILE: {
      since: "23.3",
      overloads: [
        {
          params: [
            ["p_issuer", "VARCHAR2"],
            ["p_audience", "VARCHAR2"],
            ["p_jwk_url", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_allowed_skew", "NUMBER", "NULL"],
            ["p_allowed_age", "NUMBER", "NULL"],
          ],
        },
      ],
    },
    DELETE_JWT_PROFILE: {
      since: "23.3",
      overloads: [{ params: [] }],
    },
    MODIFY_APPROVAL_STATUS: {
      overloads: [
        {
          params: [
            ["p_status", "VARCHAR2"],
            ["p_updated_by", "VARCHAR2"],
            ["p_approval_user", "VARCHAR2"],
            ["p_approval_id", "NUMBER"],
          ],
        },
      ],
    },
    ROTATE_CLIENT_SECRET: {
      overloads: [{ params: [["p_name", "VARCHAR2"]] }],
    },
  },
};
