import type { StoredRow, TableSpec } from "../../../store";
import type { Arguments, Value } from "../../catalogue";
import { executeBlock } from "../../execute";
import { ora } from "../../failure";
import type { Session } from "../../session";
import type { Behaviour } from "../signature";
import { numberArgument, textArgument } from "../signature";
import { supplied } from "./table";

/** Jobs, programs and schedules. No clock starts a job here: RUN_JOB does. */
export const schedulerTable: TableSpec = {
  owner: "SYS",
  name: "SCHEDULER$_OBJECT",
  columns: [
    { name: "OWNER", type: "VARCHAR2", size: 128 },
    { name: "NAME", type: "VARCHAR2", size: 128 },
    { name: "KIND", type: "VARCHAR2", size: 20 },
    ...["PROGRAM_NAME", "SCHEDULE_NAME", "TYPE", "ACTION", "REPEAT_INTERVAL", "JOB_CLASS", "COMMENTS"].map(
      (name) => ({ name, type: "VARCHAR2", size: 4000 }),
    ),
    { name: "NUMBER_OF_ARGUMENTS", type: "NUMBER" },
    { name: "START_DATE", type: "TIMESTAMP WITH TIME ZONE" },
    { name: "END_DATE", type: "TIMESTAMP WITH TIME ZONE" },
    ...["ENABLED", "AUTO_DROP"].map((name) => ({ name, type: "VARCHAR2", size: 5 })),
    { name: "RUN_COUNT", type: "NUMBER" },
    { name: "FAILURE_COUNT", type: "NUMBER" },
  ],
  unique: [{ name: "SCHEDULER$_OBJECT_PK", columns: ["OWNER", "NAME"], primary: true }],
};

const path = "SYS.SCHEDULER$_OBJECT";

interface Named {
  readonly OWNER: string;
  readonly NAME: string;
}

/** `job`, `"job"`, `schema.job`. */
function named(session: Session, text: string): Named {
  const parts = text
    .split(/\.(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .map((part) => (part.startsWith('"') ? part.slice(1, -1) : part.trim().toUpperCase()));
  const NAME = parts.at(-1) ?? "";
  if (NAME === "") throw ora(27452, `"${text}" is an invalid name for a database object`);
  return { OWNER: parts.length > 1 ? parts[0]! : session.currentSchema, NAME };
}

const full = ({ OWNER, NAME }: Named): string => `"${OWNER}"."${NAME}"`;

const unknown = (name: Named): Error => ora(27476, `${full(name)} does not exist`);

function find(session: Session, name: Named): StoredRow {
  const row = session.transaction.row(path, { ...name });
  if (row === undefined) throw unknown(name);
  return row;
}

const yes = (value: Value | undefined): string => (value === true ? "TRUE" : "FALSE");

/** The scheduler commits, whatever was open before. */
async function create(session: Session, kind: string, name: Named, values: Arguments): Promise<null> {
  if (!session.allows("CREATE JOB")) throw ora(27486, "insufficient privileges");
  if (session.transaction.row(path, { ...name }) !== undefined)
    throw ora(27477, `${full(name)} already exists`);
  await session.transaction.insert(path, {
    ...name,
    KIND: kind,
    ...(values as Record<string, string | number | Date | null>),
    RUN_COUNT: 0,
    FAILURE_COUNT: 0,
  });
  await session.commit();
  return null;
}

const jobTypes = ["PLSQL_BLOCK", "STORED_PROCEDURE", "EXECUTABLE", "CHAIN", "SQL_SCRIPT", "BACKUP_SCRIPT", "EXTERNAL_SCRIPT"]; // prettier-ignore

function actionOf(args: Arguments, what: "job" | "program"): Arguments {
  const type = textArgument(args[`${what}_type`]).toUpperCase();
  if (!jobTypes.includes(type))
    throw ora(27451, `${what.toUpperCase()}_TYPE cannot be ${type === "" ? "NULL" : type}`);
  return {
    TYPE: type,
    ACTION: args[`${what}_action`] ?? null,
    NUMBER_OF_ARGUMENTS: args.number_of_arguments ?? 0,
  };
}

const createJob: Behaviour = (session, args) => {
  const { program_name: program, schedule_name: schedule } = args;
  for (const name of [program, schedule]) if (typeof name === "string") find(session, named(session, name));
  return create(session, "JOB", named(session, textArgument(args.job_name)), {
    ...("job_type" in args ? actionOf(args, "job") : { NUMBER_OF_ARGUMENTS: 0 }),
    PROGRAM_NAME: program ?? null,
    SCHEDULE_NAME: schedule ?? null,
    START_DATE: args.start_date ?? null,
    END_DATE: args.end_date ?? null,
    REPEAT_INTERVAL: args.repeat_interval ?? null,
    JOB_CLASS: args.job_class ?? "DEFAULT_JOB_CLASS",
    ENABLED: yes(args.enabled),
    AUTO_DROP: yes(args.auto_drop),
    COMMENTS: args.comments ?? null,
  });
};

function names(text: Value | undefined): string[] {
  return textArgument(text)
    .split(",")
    .map((name) => name.trim());
}

const drop =
  (kind: string, parameter: string): Behaviour =>
  async (session, args) => {
    for (const text of names(args[parameter])) {
      const name = named(session, text);
      const row = session.transaction.row(path, { ...name, KIND: kind });
      if (row === undefined) {
        throw kind === "JOB" ? ora(27475, `unknown job ${full(name)}`) : unknown(name);
      }
      await session.transaction.delete(path, row.rowId);
    }
    await session.commit();
    return null;
  };

const enable =
  (enabled: boolean): Behaviour =>
  async (session, args) => {
    for (const text of names(args.name)) {
      const row = find(session, named(session, text));
      await session.transaction.update(path, row.rowId, { ENABLED: yes(enabled) });
    }
    await session.commit();
    return null;
  };

/** Columns by the names of attributes; what is not here is refused. */
const attributes: Readonly<Record<string, string>> = { JOB_ACTION: "ACTION", PROGRAM_ACTION: "ACTION", JOB_TYPE: "TYPE", PROGRAM_TYPE: "TYPE", REPEAT_INTERVAL: "REPEAT_INTERVAL", START_DATE: "START_DATE", END_DATE: "END_DATE", COMMENTS: "COMMENTS", JOB_CLASS: "JOB_CLASS", AUTO_DROP: "AUTO_DROP", PROGRAM_NAME: "PROGRAM_NAME", SCHEDULE_NAME: "SCHEDULE_NAME" }; // prettier-ignore

const setAttribute: Behaviour = async (session, args) => {
  const attribute = textArgument(args.attribute).toUpperCase();
  const column = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
  if (column === undefined)
    throw ora(3001, `unimplemented feature: the attribute ${attribute} of a job is not supported by the sandbox`); // prettier-ignore
  const row = find(session, named(session, textArgument(args.name)));
  const value = typeof args.value === "boolean" ? yes(args.value) : (args.value ?? null);
  await session.transaction.update(path, row.rowId, { [column]: value as string | null });
  await session.commit();
  return null;
};

const runJob: Behaviour = async (session, args, frame) => {
  for (const text of names(args.job_name)) {
    const name = named(session, text);
    const row = session.transaction.row(path, { ...name, KIND: "JOB" });
    if (row === undefined) throw ora(27475, `unknown job ${full(name)}`);
    const program = textArgument(row.values.PROGRAM_NAME);
    const { values } = program === "" ? row : find(session, named(session, program));
    const action = textArgument(values.ACTION);
    const type = textArgument(values.TYPE);
    if ((type !== "PLSQL_BLOCK" && type !== "STORED_PROCEDURE") || (numberArgument(values.NUMBER_OF_ARGUMENTS) ?? 0) > 0) // prettier-ignore
      throw ora(3001, `unimplemented feature: running a job of type ${type} or with arguments is not supported by the sandbox`); // prettier-ignore
    const block = type === "PLSQL_BLOCK" ? action : `begin ${action}; end;`;
    const isBlock = /^\s*(declare|begin|<<)/i.test(block);
    await executeBlock(
      session.inSchema(name.OWNER),
      isBlock ? block : `begin ${block} end;`,
      new Map(),
      frame.run.signal,
    );
    const count = (numberArgument(row.values.RUN_COUNT) ?? 0) + 1;
    await session.transaction.update(path, row.rowId, { RUN_COUNT: count });
    await session.commit();
  }
  return null;
};

const schedule = "start_date timestamp with time zone default null, repeat_interval varchar2 default null";
const ends = "end_date timestamp with time zone default null";
const common = "job_class varchar2 default 'DEFAULT_JOB_CLASS', enabled boolean default false, auto_drop boolean default true, comments varchar2 default null"; // prettier-ignore
const where = "credential_name varchar2 default null, destination_name varchar2 default null";
const style = "job_style varchar2 default 'REGULAR'";
const action = "job_type varchar2, job_action varchar2, number_of_arguments pls_integer default 0";

export const dbmsScheduler = supplied({
  name: "DBMS_SCHEDULER",
  partial: true,
  constants: { LOGGING_OFF: { type: "PLS_INTEGER", value: 32 }, LOGGING_RUNS: { type: "PLS_INTEGER", value: 64 }, LOGGING_FULL: { type: "PLS_INTEGER", value: 256 }, LOGGING_FAILED_RUNS: { type: "PLS_INTEGER", value: 128 } }, // prettier-ignore
  subprograms: `
    procedure create_job(job_name varchar2, ${action}, ${schedule}, ${ends}, ${common}, ${where})
    procedure create_job(job_name varchar2, program_name varchar2, schedule_name varchar2, ${common}, ${style}, ${where})
    procedure create_job(job_name varchar2, program_name varchar2, ${schedule}, ${ends}, ${common}, ${style}, ${where})
    procedure create_job(job_name varchar2, schedule_name varchar2, ${action}, ${common}, ${where})
    procedure drop_job(job_name varchar2, force boolean default false, defer boolean default false, commit_semantics varchar2 default 'STOP_ON_FIRST_ERROR')
    procedure run_job(job_name varchar2, use_current_session boolean default true)
    procedure stop_job(job_name varchar2, force boolean default false, commit_semantics varchar2 default 'STOP_ON_FIRST_ERROR')
    procedure copy_job(old_job varchar2, new_job varchar2)
    procedure enable(name varchar2, commit_semantics varchar2 default 'STOP_ON_FIRST_ERROR')
    procedure disable(name varchar2, force boolean default false, commit_semantics varchar2 default 'STOP_ON_FIRST_ERROR')
    procedure set_attribute(name varchar2, attribute varchar2, value any_data, value2 any_data default null)
    procedure set_attribute_null(name varchar2, attribute varchar2)
    procedure set_job_argument_value(job_name varchar2, argument_position pls_integer, argument_value varchar2)
    procedure set_job_argument_value(job_name varchar2, argument_name varchar2, argument_value varchar2)
    procedure set_scheduler_attribute(attribute varchar2, value varchar2)
    procedure create_program(program_name varchar2, program_type varchar2, program_action varchar2, number_of_arguments pls_integer default 0, enabled boolean default false, comments varchar2 default null)
    procedure drop_program(program_name varchar2, force boolean default false)
    procedure define_program_argument(program_name varchar2, argument_position pls_integer, argument_name varchar2 default null, argument_type varchar2, default_value varchar2, out_argument boolean default false)
    procedure define_program_argument(program_name varchar2, argument_position pls_integer, argument_name varchar2 default null, argument_type varchar2, out_argument boolean default false)
    procedure create_schedule(schedule_name varchar2, start_date timestamp with time zone default null, repeat_interval varchar2, ${ends}, comments varchar2 default null)
    procedure drop_schedule(schedule_name varchar2, force boolean default false)
    procedure create_credential(credential_name varchar2, username varchar2, password varchar2, database_role varchar2 default null, windows_domain varchar2 default null, comments varchar2 default null)
    procedure drop_credential(credential_name varchar2, force boolean default false)
    procedure create_job_class(job_class_name varchar2, resource_consumer_group varchar2 default null, service varchar2 default null, logging_level pls_integer default 64, log_history pls_integer default null, comments varchar2 default null)
    procedure drop_job_class(job_class_name varchar2, force boolean default false)
    procedure create_chain(chain_name varchar2, rule_set_name varchar2 default null, evaluation_interval interval_day_second default null, comments varchar2 default null)
    procedure evaluate_calendar_string(calendar_string varchar2, start_date timestamp with time zone, return_date_after timestamp with time zone, next_run_date out timestamp with time zone)
    procedure purge_log(log_history pls_integer default 0, which_log varchar2 default 'JOB_AND_WINDOW_LOG', job_name varchar2 default null)
    function generate_job_name(prefix varchar2 default 'JOB$_') return varchar2`,
  behaviours: {
    CREATE_JOB: createJob,
    CREATE_PROGRAM: (session, args) =>
      create(session, "PROGRAM", named(session, textArgument(args.program_name)), {
        ...actionOf(args, "program"),
        ENABLED: yes(args.enabled),
        COMMENTS: args.comments ?? null,
      }),
    CREATE_SCHEDULE: (session, args) =>
      create(session, "SCHEDULE", named(session, textArgument(args.schedule_name)), {
        START_DATE: args.start_date ?? null,
        END_DATE: args.end_date ?? null,
        REPEAT_INTERVAL: args.repeat_interval ?? null,
        COMMENTS: args.comments ?? null,
      }),
    DROP_JOB: drop("JOB", "job_name"),
    DROP_PROGRAM: drop("PROGRAM", "program_name"),
    DROP_SCHEDULE: drop("SCHEDULE", "schedule_name"),
    ENABLE: enable(true),
    DISABLE: enable(false),
    SET_ATTRIBUTE: setAttribute,
    SET_ATTRIBUTE_NULL: setAttribute,
    RUN_JOB: runJob,
    STOP_JOB: (session, args) => {
      const name = named(session, textArgument(args.job_name));
      if (session.transaction.row(path, { ...name, KIND: "JOB" }) === undefined)
        throw ora(27475, `unknown job ${full(name)}`);
      throw ora(27366, `job ${full(name)} is not running`);
    },
    GENERATE_JOB_NAME: (_, { prefix }) => `${textArgument(prefix)}${++generated}`,
  },
});

let generated = 0;
