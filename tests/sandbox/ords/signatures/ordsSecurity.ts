import type { PackageTable } from "./table";

/** Replacement for OAUTH (24.3+). */
export const ordsSecurity: PackageTable = {
  name: "ORDS_SECURITY",
  since: "24.3",
  subprograms: {
    CREATE_JWT_PROFILE: {
      overloads: [
        {
          params: [
            ["p_issuer", "VARCHAR2"],
            ["p_audience", "VARCHAR2"],
            ["p_jwk_url", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_allowed_skew", "NUMBER", "NULL"],
            ["p_allowed_age", "NUMBER", "NULL"],
            ["p_role_claim_name", "VARCHAR2", "NULL", "25.1"],
          ],
        },
      ],
    },
    DELETE_JWT_PROFILE: {
      overloads: [{ params: [] }],
    },
    REGISTER_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_client_secret", "ORDS_TYPES.T_CLIENT_SECRET", "ORDS_CONSTANTS.OAUTH_CLIENT_SECRET_SKIP"],
            ["p_privilege_names", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_CREDENTIALS",
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_privilege_names", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
          ],
        },
      ],
    },
    IMPORT_CLIENT: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_client_id", "VARCHAR2", "NULL"],
            ["p_privilege_names", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_KEY",
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_grant_type", "VARCHAR2"],
            ["p_description", "VARCHAR2", "NULL"],
            ["p_client_id", "VARCHAR2", "NULL"],
            ["p_privilege_names", "VARCHAR2", "NULL"],
            ["p_origins_allowed", "VARCHAR2", "NULL"],
            ["p_redirect_uri", "VARCHAR2", "NULL"],
            ["p_support_email", "VARCHAR2", "NULL"],
            ["p_support_uri", "VARCHAR2", "NULL"],
            ["p_token_duration", "NUMBER", "NULL"],
            ["p_refresh_duration", "NUMBER", "NULL"],
            ["p_code_duration", "NUMBER", "NULL"],
          ],
        },
      ],
    },
    REGISTER_CLIENT_SECRET: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_client_secret", "VARCHAR2"],
            ["p_revoke_existing", "BOOLEAN", "FALSE"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
        },
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_client_secret", "ORDS_TYPES.T_CLIENT_SECRET"],
            ["p_revoke_existing", "BOOLEAN", "FALSE"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_CREDENTIALS",
        },
      ],
    },
    ROTATE_CLIENT_SECRET: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_revoke_existing", "BOOLEAN", "FALSE"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_CREDENTIALS",
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_revoke_existing", "BOOLEAN", "FALSE"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
          returns: "VARCHAR2",
        },
      ],
    },
    REVOKE_CLIENT_SECRETS: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_filter", "ORDS_TYPES.T_CLIENT_SECRET", "ORDS_CONSTANTS.OAUTH_CLIENT_SECRET_DEFAULT"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_CREDENTIALS",
        },
      ],
    },
    REVOKE_CLIENT_SECRET: {
      overloads: [
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_client_secret", "VARCHAR2", "NULL"],
            ["p_revoke_sessions", "BOOLEAN", "FALSE"],
          ],
        },
      ],
    },
    UPDATE_CLIENT: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_new_name", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2"],
            ["p_origins_allowed", "VARCHAR2"],
            ["p_redirect_uri", "VARCHAR2"],
            ["p_support_email", "VARCHAR2"],
            ["p_support_uri", "VARCHAR2"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_KEY",
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2"],
            ["p_origins_allowed", "VARCHAR2"],
            ["p_redirect_uri", "VARCHAR2"],
            ["p_support_email", "VARCHAR2"],
            ["p_support_uri", "VARCHAR2"],
          ],
        },
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_new_name", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2"],
            ["p_privilege_names", "VARCHAR2"],
            ["p_origins_allowed", "VARCHAR2"],
            ["p_redirect_uri", "VARCHAR2"],
            ["p_support_email", "VARCHAR2"],
            ["p_support_uri", "VARCHAR2"],
            ["p_token_duration", "NUMBER"],
            ["p_refresh_duration", "NUMBER"],
            ["p_code_duration", "NUMBER"],
          ],
          returns: "ORDS_TYPES.T_CLIENT_KEY",
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_new_name", "VARCHAR2", "NULL"],
            ["p_description", "VARCHAR2"],
            ["p_privilege_names", "VARCHAR2"],
            ["p_origins_allowed", "VARCHAR2"],
            ["p_redirect_uri", "VARCHAR2"],
            ["p_support_email", "VARCHAR2"],
            ["p_support_uri", "VARCHAR2"],
            ["p_token_duration", "NUMBER"],
            ["p_refresh_duration", "NUMBER"],
            ["p_code_duration", "NUMBER"],
          ],
        },
      ],
    },
    UPDATE_CLIENT_PRIVILEGES: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_privilege_names", "VARCHAR2"],
          ],
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_privilege_names", "VARCHAR2"],
          ],
        },
      ],
    },
    UPDATE_CLIENT_TOKEN_DURATION: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_token_duration", "NUMBER"],
            ["p_refresh_duration", "NUMBER"],
            ["p_code_duration", "NUMBER"],
          ],
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_token_duration", "NUMBER"],
            ["p_refresh_duration", "NUMBER"],
            ["p_code_duration", "NUMBER"],
          ],
        },
      ],
    },
    UPDATE_CLIENT_LOGO: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_content_type", "VARCHAR2"],
            ["p_logo", "BLOB"],
          ],
        },
        {
          params: [
            ["p_name", "VARCHAR2"],
            ["p_content_type", "VARCHAR2"],
            ["p_logo", "BLOB"],
          ],
        },
      ],
    },
    RENAME_CLIENT: {
      overloads: [
        {
          params: [
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_new_name", "VARCHAR2"],
          ],
        },
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
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_role_name", "VARCHAR2"],
          ],
        },
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
            ["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"],
            ["p_role_name", "VARCHAR2"],
          ],
        },
        {
          params: [
            ["p_client_name", "VARCHAR2"],
            ["p_role_name", "VARCHAR2"],
          ],
        },
      ],
    },
    DELETE_CLIENT: {
      overloads: [
        { params: [["p_client_key", "ORDS_TYPES.T_CLIENT_KEY"]] },
        { params: [["p_name", "VARCHAR2"]] },
      ],
    },
    VERIFY_CLIENT: {
      overloads: [
        {
          params: [
            ["p_client_id", "VARCHAR2"],
            ["p_client_secret", "VARCHAR2", "NULL"],
          ],
          returns: "SYS_REFCURSOR",
        },
      ],
    },
  },
};
