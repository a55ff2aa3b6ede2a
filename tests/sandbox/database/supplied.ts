import type { Path } from "../lang/ast";

/** Packages of Oracle's own that the sandbox has not: they may be granted, and are unknown to who calls them. */
const packages = new Set(
  `DBMS_APP_CONT_ADMIN DBMS_AUTO_INDEX DBMS_CLOUD DBMS_CLOUD_AI DBMS_CLOUD_ADMIN
  DBMS_CLOUD_REPO DBMS_DATAPUMP DBMS_FGA DBMS_HYBRID_VECTOR DBMS_LDAP DBMS_MONITOR
  DBMS_MVIEW DBMS_PRIV_CAPTURE DBMS_REDACT DBMS_REDEFINITION DBMS_RESOURCE_MANAGER 
  DBMS_SODA DBMS_SODA_ADMIN DBMS_SPACE DBMS_SQLTUNE DBMS_VECTOR DBMS_VECTOR_CHAIN
  DBMS_WORKLOAD_REPOSITORY DBMS_XDB DBMS_XDB_CONFIG DBMS_XMLDOM DBMS_XSTREAM_GG CTX_DDL CTX_DOC
  UTL_MAIL XS_ADMIN_UTIL XS_ACL XS_PRINCIPAL`.split(/\s+/),
);

/** `SYS.V_$SESSION`, `DBA_RSRC_PLANS`: also those views of the dictionary that nobody can ask here. */
const views = /^(G?V_?\$|DBA_|CDB_)\w+$/;

/** Whether a name that is unknown here is one of Oracle's own. */
export function isSupplied(path: Path): boolean {
  const name = path.at(-1)!.name;
  if (path.length > 1 && !["SYS", "CTXSYS", "XDB"].includes(path[0]!.name)) return false;
  return packages.has(name) || views.test(name);
}
