import { isFatal } from "./failure";
import { RecordValue } from "./catalogue";
import type { Value } from "./catalogue";
import { load } from "./compile/load";
import { leaving } from "./compile/routines";
import { Frame, Run } from "./frame";
import type { Session } from "./session";
import type { StoredUnit } from "./stored";
import { toBoolean } from "./values";

/** A row by its columns, in upper case. */
export type TriggerRow = Readonly<Record<string, Value>>;

export interface RowChange {
  readonly event: "insert" | "update" | "delete";
  readonly old: TriggerRow | undefined;
  readonly new: TriggerRow | undefined;
  /** That an update assigns to. */
  readonly columns?: readonly string[];
}

/** What a statement does to a table as a whole. */
export type StatementChange = Pick<RowChange, "event" | "columns">;

/** Triggers, as SQL calls them around a statement and around the change of each row. */
export class Triggers {
  constructor(
    readonly session: Session,
    readonly signal: () => AbortSignal | undefined,
  ) {}

  /** The new row as BEFORE triggers leave it. @throws OraError */
  async before(owner: string, table: string, change: RowChange): Promise<TriggerRow | undefined> {
    let row = change.new;
    for (const trigger of this.#of(owner, table, "before", true, change)) {
      row = await fire(this.#view(trigger), trigger, { ...change, new: row }, this.#given());
    }
    return row;
  }

  /** @throws OraError */
  async after(owner: string, table: string, change: RowChange): Promise<void> {
    for (const trigger of this.#of(owner, table, "after", true, change)) {
      await fire(this.#view(trigger), trigger, change, this.#given());
    }
  }

  /** Those without FOR EACH ROW. @throws OraError */
  async statement(
    timing: "before" | "after",
    owner: string,
    table: string,
    change: StatementChange,
  ): Promise<void> {
    for (const trigger of this.#of(owner, table, timing, false, change)) {
      await fire(this.#view(trigger), trigger, { ...change, old: undefined, new: undefined }, this.#given());
    }
  }

  /** Whether there is one INSTEAD OF what is done to a view. */
  replaces(owner: string, view: string, event: RowChange["event"]): boolean {
    return this.#of(owner, view, "instead of", undefined, { event }).length > 0;
  }

  /** @throws OraError */
  async instead(owner: string, view: string, change: RowChange): Promise<void> {
    for (const trigger of this.#of(owner, view, "instead of", undefined, change)) {
      await fire(this.#view(trigger), trigger, change, this.#given());
    }
  }

  /** Whether there is any: rows are not looked up otherwise. */
  has(owner: string, table: string): boolean {
    return this.session.stored.triggers(owner, table).length > 0;
  }

  #of(
    owner: string,
    table: string,
    timing: string,
    eachRow: boolean | undefined,
    { event, columns }: StatementChange,
  ): StoredUnit[] {
    return this.session.stored.triggers(owner, table).filter(({ unit }) => {
      if (unit?.kind !== "trigger" || (eachRow ?? unit.eachRow) !== unit.eachRow || unit.timing !== timing)
        return false;
      if (!unit.events.includes(event)) return false;
      const only = unit.columns;
      return event !== "update" || only.length === 0 || columns === undefined || columns.some((name) => only.includes(name)); // prettier-ignore
    });
  }

  #view({ owner }: StoredUnit): Session {
    return this.session.inSchema(owner);
  }

  #given(): AbortSignal {
    return this.signal() ?? new AbortController().signal;
  }
}

/** Fires a trigger: the new row as it leaves it. Its errors name it in their ORA-06512 lines, with ORA-04088. */
async function fire(
  session: Session,
  trigger: StoredUnit,
  change: RowChange,
  signal: AbortSignal,
): Promise<TriggerRow | undefined> {
  const { trigger: loaded } = load(session, trigger);
  if (loaded === undefined) return change.new;
  const { slots, when, exec, columns } = loaded;
  const run = new Run(session, new Map(), signal);
  const frame = new Frame(run, trigger.source, new Frame(run, trigger.source, undefined));
  frame.pos = trigger.unit?.kind === "trigger" ? trigger.unit.body.pos : 0;
  frame.slots[slots.OLD] = recordOf(columns, change.old);
  frame.slots[slots.NEW] = recordOf(columns, change.new);
  for (const [name, event] of predicates) frame.slots[slots[name]] = event === change.event;
  try {
    if (when !== undefined && toBoolean(await when.run(frame)) !== true) return change.new;
    await exec(frame);
  } catch (error) {
    if (isFatal(error)) throw error;
    const failure = leaving(error, frame);
    const { owner, name } = trigger;
    failure.trace.push(`ORA-04088: error during execution of trigger '${owner}.${name}'`);
    throw failure.toOraError();
  }
  const left = frame.slots[slots.NEW];
  return left instanceof RecordValue && change.new !== undefined
    ? Object.fromEntries(left.fields)
    : change.new;
}

const predicates = [
  ["INSERTING", "insert"],
  ["UPDATING", "update"],
  ["DELETING", "delete"],
] as const;

function recordOf(columns: readonly string[], row: TriggerRow | undefined): RecordValue {
  return new RecordValue(columns.map((name) => [name, row?.[name] ?? null]));
}
