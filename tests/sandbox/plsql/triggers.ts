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

export interface TriggerEvent {
  readonly event: "insert" | "update" | "delete";
  readonly timing: "before" | "after" | "instead of";
  /** The rows of a trigger FOR EACH ROW; without them those of the statement are fired. */
  readonly row?: { readonly old: TriggerRow | undefined; readonly new: TriggerRow | undefined };
}

/** Triggers of a table that a change fires, in the order they were made. */
export function triggersFor(
  { stored }: Session,
  owner: string,
  table: string,
  { event, timing, row }: TriggerEvent,
): StoredUnit[] {
  return stored.triggers(owner, table).filter(({ unit }) => {
    if (unit?.kind !== "trigger") return false;
    return unit.timing === timing && unit.events.includes(event) && unit.eachRow === (row !== undefined);
  });
}

/**
 * Fires a trigger. What comes back is the new row as the trigger leaves it, which counts where it fires BEFORE.
 * @throws OraError with the trigger in its ORA-06512 lines, and ORA-04088
 */
export async function fireTrigger(
  session: Session,
  trigger: StoredUnit,
  { event, row }: TriggerEvent,
  signal: AbortSignal,
): Promise<TriggerRow | undefined> {
  const { trigger: loaded } = load(session, trigger);
  if (loaded === undefined) return row?.new;
  const { slots, when, exec, columns } = loaded;
  const run = new Run(session, new Map(), signal);
  const frame = new Frame(run, trigger.source, new Frame(run, trigger.source, undefined));
  frame.pos = trigger.unit?.kind === "trigger" ? trigger.unit.body.pos : 0;
  frame.slots[slots.OLD] = recordOf(columns, row?.old);
  const fresh = recordOf(columns, row?.new);
  frame.slots[slots.NEW] = fresh;
  for (const [name, kind] of predicates) frame.slots[slots[name]] = kind === event;
  try {
    if (when !== undefined && toBoolean(await when.run(frame)) !== true) return row?.new;
    await exec(frame);
  } catch (error) {
    if (isFatal(error)) throw error;
    const failure = leaving(error, frame);
    const { owner, name } = trigger;
    failure.trace.push(`ORA-04088: error during execution of trigger '${owner}.${name}'`);
    throw failure.toOraError();
  }
  const left = frame.slots[slots.NEW];
  return left instanceof RecordValue && row?.new !== undefined ? Object.fromEntries(left.fields) : row?.new;
}

const predicates = [
  ["INSERTING", "insert"],
  ["UPDATING", "update"],
  ["DELETING", "delete"],
] as const;

function recordOf(columns: readonly string[], row: TriggerRow | undefined): RecordValue {
  return new RecordValue(columns.map((name) => [name, row?.[name] ?? null]));
}
