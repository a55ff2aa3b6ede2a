import type { ComputedSpec, StoredValue } from "../../store";
import { hostTable, schedulerTable } from "../../plsql/packages/supplied";
import type { Instance } from "../instance";
import { date, family, isAdministrator, number, text, view } from "./family";
import type { Row } from "./family";

type Values = Readonly<Record<string, StoredValue>>;

/** What DBMS_SCHEDULER and DBMS_NETWORK_ACL_ADMIN have written and committed. */
export function jobViews(instance: Instance): ComputedSpec[] {
  // It never writes, so it sees what is committed.
  const committed = instance.store.begin({ signal: () => undefined });
  const rows = (path: string, pick: (values: Values) => Row, matching = {}): Row[] =>
    committed.rows(path, matching).map(({ values }) => pick(values));
  const scheduled = (kind: string, pick: (values: Values) => Row) => (): Row[] =>
    rows(`${schedulerTable.owner}.${schedulerTable.name}`, pick, { KIND: kind });
  const stamp = (name: string) => ({ name, type: "TIMESTAMP WITH TIME ZONE" });
  return [
    ...family({
      name: "SCHEDULER_JOBS",
      columns: [
        text("OWNER"),
        text("JOB_NAME"),
        text("JOB_STYLE", 11),
        text("PROGRAM_NAME", 4000),
        text("JOB_TYPE", 16),
        text("JOB_ACTION", 4000),
        number("NUMBER_OF_ARGUMENTS"),
        text("SCHEDULE_NAME", 4000),
        stamp("START_DATE"),
        text("REPEAT_INTERVAL", 4000),
        stamp("END_DATE"),
        text("JOB_CLASS"),
        text("ENABLED", 5),
        text("AUTO_DROP", 5),
        text("STATE", 20),
        number("RUN_COUNT"),
        number("FAILURE_COUNT"),
        stamp("LAST_START_DATE"),
        stamp("NEXT_RUN_DATE"),
        text("COMMENTS", 4000),
      ],
      rows: scheduled("JOB", (job) => [
        job.OWNER!,
        job.NAME!,
        "REGULAR",
        job.PROGRAM_NAME ?? null,
        job.TYPE ?? null,
        job.ACTION ?? null,
        job.NUMBER_OF_ARGUMENTS ?? null,
        job.SCHEDULE_NAME ?? null,
        job.START_DATE ?? null,
        job.REPEAT_INTERVAL ?? null,
        job.END_DATE ?? null,
        job.JOB_CLASS ?? null,
        job.ENABLED ?? null,
        job.AUTO_DROP ?? null,
        job.ENABLED === "TRUE" ? "SCHEDULED" : "DISABLED",
        job.RUN_COUNT ?? null,
        job.FAILURE_COUNT ?? null,
        null,
        null,
        job.COMMENTS ?? null,
      ]),
      shows: () => false,
    }),
    ...family({
      name: "SCHEDULER_PROGRAMS",
      columns: [
        text("OWNER"),
        text("PROGRAM_NAME"),
        text("PROGRAM_TYPE", 16),
        text("PROGRAM_ACTION", 4000),
        number("NUMBER_OF_ARGUMENTS"),
        text("ENABLED", 5),
        text("COMMENTS", 4000),
      ],
      rows: scheduled("PROGRAM", (program) => [
        program.OWNER!,
        program.NAME!,
        program.TYPE ?? null,
        program.ACTION ?? null,
        program.NUMBER_OF_ARGUMENTS ?? null,
        program.ENABLED ?? null,
        program.COMMENTS ?? null,
      ]),
      shows: () => false,
    }),
    ...family({
      name: "SCHEDULER_SCHEDULES",
      columns: [
        text("OWNER"),
        text("SCHEDULE_NAME"),
        text("SCHEDULE_TYPE", 12),
        stamp("START_DATE"),
        text("REPEAT_INTERVAL", 4000),
        stamp("END_DATE"),
        text("COMMENTS", 4000),
      ],
      rows: scheduled("SCHEDULE", (schedule) => [
        schedule.OWNER!,
        schedule.NAME!,
        "CALENDAR",
        schedule.START_DATE ?? null,
        schedule.REPEAT_INTERVAL ?? null,
        schedule.END_DATE ?? null,
        schedule.COMMENTS ?? null,
      ]),
      shows: () => true,
    }),
    ...hostAces((pick) => rows(`${hostTable.owner}.${hostTable.name}`, pick)),
  ];
}

function hostAces(rows: (pick: (values: Values) => Row) => Row[]): ComputedSpec[] {
  const columns = [
    text("HOST", 1000),
    number("LOWER_PORT"),
    number("UPPER_PORT"),
    number("ACE_ORDER"),
    date("START_DATE"),
    date("END_DATE"),
    text("GRANT_TYPE", 5),
    text("INVERTED_PRINCIPAL", 3),
    text("PRINCIPAL"),
    text("PRINCIPAL_TYPE", 16),
    text("PRIVILEGE"),
  ];
  const row = (ace: Values): Row => [
    ace.HOST!,
    ace.LOWER_PORT ?? null,
    ace.UPPER_PORT ?? null,
    1,
    null,
    null,
    ace.GRANTED === "YES" ? "GRANT" : "DENY",
    "NO",
    ace.PRINCIPAL!,
    "DATABASE",
    ace.PRIVILEGE!,
  ];
  const acls = [text("HOST", 1000), number("LOWER_PORT"), number("UPPER_PORT"), text("ACL", 4000)];
  const acl = (ace: Values): Row => [ace.HOST!, ace.LOWER_PORT ?? null, ace.UPPER_PORT ?? null, ace.ACL ?? null]; // prettier-ignore
  const once = (all: readonly Row[]): Row[] => [
    ...new Map(all.map((one) => [JSON.stringify(one), one])).values(),
  ];
  const own = [text("HOST", 1000), number("LOWER_PORT"), number("UPPER_PORT"), text("PRIVILEGE"), text("STATUS", 7)]; // prettier-ignore
  return [
    view("DBA_HOST_ACES", columns, () => rows(row), isAdministrator),
    view("DBA_HOST_ACLS", acls, () => once(rows(acl)), isAdministrator),
    view("DBA_NETWORK_ACLS", acls, () => once(rows(acl)), isAdministrator),
    view("USER_HOST_ACES", own, ({ user }) =>
      rows((ace) => [ace.PRINCIPAL!, ace.HOST!, ace.LOWER_PORT ?? null, ace.UPPER_PORT ?? null, ace.PRIVILEGE!, ace.GRANTED === "YES" ? "GRANTED" : "DENIED"]) // prettier-ignore
        .filter(([principal]) => principal === user)
        .map((one) => one.slice(1)),
    ),
  ];
}
