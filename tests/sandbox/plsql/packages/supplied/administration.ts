import { ora } from "../../failure";
import type { Behaviour } from "../signature";
import { textArgument } from "../signature";
import { supplied } from "./table";

const identifier = (text: string): string => (text.startsWith('"') ? text.slice(1, -1) : text.toUpperCase());

/** No view here shows statistics: what can be seen of this is whether the table is there, and the commit. */
const gatherTable: Behaviour = async (session, { ownname, tabname }) => {
  const owner = ownname === null ? session.currentSchema : identifier(textArgument(ownname));
  const name = identifier(textArgument(tabname));
  const path = [owner, name].map((part) => ({ name: part, quoted: true, pos: 0 }));
  if (session.sql.table(path) === undefined)
    throw ora(20000, `Unable to analyze TABLE "${owner}"."${name}", insufficient privileges or does not exist`); // prettier-ignore
  await session.commit();
  return null;
};

const gatherSchema: Behaviour = async (session) => {
  await session.commit();
  return null;
};

/** What people administer and inspect a database with. */
export const dbmsMetadata = supplied({
  name: "DBMS_METADATA",
  partial: true,
  constants: { SESSION_TRANSFORM: { type: "BINARY_INTEGER", value: -1 } },
  subprograms: `
    function get_ddl(object_type varchar2, name varchar2, schema varchar2 default null, version varchar2 default 'COMPATIBLE', model varchar2 default 'ORACLE', transform varchar2 default 'DDL') return clob
    function get_dependent_ddl(object_type varchar2, base_object_name varchar2, base_object_schema varchar2 default null, version varchar2 default 'COMPATIBLE', model varchar2 default 'ORACLE', transform varchar2 default 'DDL', object_count number default 10000) return clob
    function get_granted_ddl(object_type varchar2, grantee varchar2 default null, version varchar2 default 'COMPATIBLE', model varchar2 default 'ORACLE', transform varchar2 default 'DDL', object_count number default 10000) return clob
    function get_xml(object_type varchar2, name varchar2, schema varchar2 default null, version varchar2 default 'COMPATIBLE', model varchar2 default 'ORACLE', transform varchar2 default null) return clob
    function open(object_type varchar2, version varchar2 default 'COMPATIBLE', model varchar2 default 'ORACLE', network_link varchar2 default null) return number
    procedure set_filter(handle number, name varchar2, value any_data)
    function add_transform(handle number, name varchar2, encoding varchar2 default null, object_type varchar2 default null) return number
    procedure set_transform_param(transform_handle number, name varchar2, value any_data, object_type varchar2 default null)
    function fetch_clob(handle number) return clob
    procedure close(handle number)`,
});

export const dbmsStats = supplied({
  name: "DBMS_STATS",
  partial: true,
  constants: { AUTO_CASCADE: { type: "BOOLEAN", value: null }, AUTO_SAMPLE_SIZE: { type: "NUMBER", value: 0 }, AUTO_DEGREE: { type: "NUMBER", value: 32768 }, AUTO_INVALIDATE: { type: "BOOLEAN", value: null } }, // prettier-ignore
  subprograms: `
    procedure gather_table_stats(ownname varchar2, tabname varchar2, partname varchar2 default null, estimate_percent number default null, block_sample boolean default false, method_opt varchar2 default null, degree number default null, granularity varchar2 default null, cascade boolean default null, stattab varchar2 default null, statid varchar2 default null, statown varchar2 default null, no_invalidate boolean default null, stattype varchar2 default 'DATA', force boolean default false)
    procedure gather_schema_stats(ownname varchar2, estimate_percent number default null, block_sample boolean default false, method_opt varchar2 default null, degree number default null, granularity varchar2 default null, cascade boolean default null, stattab varchar2 default null, statid varchar2 default null, options varchar2 default 'GATHER', statown varchar2 default null, no_invalidate boolean default null, gather_temp boolean default false, gather_fixed boolean default false, stattype varchar2 default 'DATA', force boolean default false)
    procedure gather_index_stats(ownname varchar2, indname varchar2, partname varchar2 default null, estimate_percent number default null, stattab varchar2 default null, statid varchar2 default null, statown varchar2 default null, degree number default null, granularity varchar2 default null, no_invalidate boolean default null, stattype varchar2 default 'DATA', force boolean default false)
    procedure gather_dictionary_stats(comp_id varchar2 default null, estimate_percent number default null, block_sample boolean default false, method_opt varchar2 default null, degree number default null, granularity varchar2 default null, cascade boolean default null, stattab varchar2 default null, statid varchar2 default null, options varchar2 default 'GATHER AUTO')
    procedure delete_table_stats(ownname varchar2, tabname varchar2)
    procedure lock_table_stats(ownname varchar2, tabname varchar2, stattype varchar2 default 'ALL')
    procedure unlock_table_stats(ownname varchar2, tabname varchar2, stattype varchar2 default 'ALL')
    procedure set_table_prefs(ownname varchar2, tabname varchar2, pname varchar2, pvalue varchar2)`,
  behaviours: { GATHER_TABLE_STATS: gatherTable, GATHER_SCHEMA_STATS: gatherSchema },
});

export const dbmsXplan = supplied({
  name: "DBMS_XPLAN",
  partial: true,
  types: { DBMS_XPLAN_TYPE_TABLE: { kind: "table", of: "VARCHAR2" } },
  subprograms: `
    function display(table_name varchar2 default 'PLAN_TABLE', statement_id varchar2 default null, format varchar2 default 'TYPICAL', filter_preds varchar2 default null) return dbms_xplan_type_table
    function display_cursor(sql_id varchar2 default null, cursor_child_no integer default 0, format varchar2 default 'TYPICAL') return dbms_xplan_type_table`,
});

export const dbmsJob = supplied({
  name: "DBMS_JOB",
  subprograms: `
    procedure submit(job out binary_integer, what varchar2, next_date date default sysdate, interval varchar2 default 'null', no_parse boolean default false, instance binary_integer default 0, force boolean default false)
    procedure isubmit(job binary_integer, what varchar2, next_date date, interval varchar2 default 'null', no_parse boolean default false)
    procedure remove(job binary_integer)
    procedure run(job binary_integer, force boolean default false)
    procedure change(job binary_integer, what varchar2, next_date date, interval varchar2, instance binary_integer default null, force boolean default false)
    procedure what(job binary_integer, what varchar2)
    procedure next_date(job binary_integer, next_date date)
    procedure interval(job binary_integer, interval varchar2)
    procedure broken(job binary_integer, broken boolean, next_date date default sysdate)
    procedure user_export(job binary_integer, mycall in out varchar2)`,
});

export const dbmsRls = supplied({
  name: "DBMS_RLS",
  partial: true,
  granted: true,
  constants: Object.fromEntries(
    ["STATIC", "SHARED_STATIC", "CONTEXT_SENSITIVE", "SHARED_CONTEXT_SENSITIVE", "DYNAMIC"].map((name, index) => [name, { type: "BINARY_INTEGER", value: index + 1 }]), // prettier-ignore
  ),
  subprograms: `
    procedure add_policy(object_schema varchar2 default null, object_name varchar2, policy_name varchar2, function_schema varchar2 default null, policy_function varchar2, statement_types varchar2 default null, update_check boolean default false, enable boolean default true, static_policy boolean default false, policy_type binary_integer default null, long_predicate boolean default false, sec_relevant_cols varchar2 default null, sec_relevant_cols_opt binary_integer default null)
    procedure drop_policy(object_schema varchar2 default null, object_name varchar2, policy_name varchar2)
    procedure enable_policy(object_schema varchar2 default null, object_name varchar2, policy_name varchar2, enable boolean)
    procedure refresh_policy(object_schema varchar2 default null, object_name varchar2 default null, policy_name varchar2 default null)`,
});

export const dbmsFlashback = supplied({
  name: "DBMS_FLASHBACK",
  partial: true,
  granted: true,
  subprograms: `
    procedure enable_at_time(query_time timestamp)
    procedure enable_at_system_change_number(query_scn number)
    procedure disable
    function get_system_change_number return number`,
});
