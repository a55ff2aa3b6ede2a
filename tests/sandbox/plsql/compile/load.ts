import type { Declaration, Unit } from "../../lang/ast";
import { Scope } from "../scope";
import type { Routine } from "../scope";
import type { Session } from "../session";
import type { StoredUnit, UnitError } from "../stored";
import { any, boolean } from "../types";
import type { Exec, Frame, Maybe } from "../frame";
import { compileBlock, compileBody } from "./block";
import { Compiler } from "./compiler";
import type { At } from "./compiler";
import { declare, declareRoutine } from "./declarations";
import { compileExpression } from "./expression";
import type { Code } from "./compiler";
import { rowOf } from "./types";

type Prepare = (frame: Frame) => Maybe<void>;

/** A stored unit ready to be used by others. */
export interface LoadedUnit {
  readonly unit: StoredUnit;
  readonly body: StoredUnit | undefined;
  /** Of the database when this was compiled. */
  readonly generation: number;
  readonly scope: Scope;
  /** What others may name: of a package what its specification declares. */
  readonly names: ReadonlySet<string>;
  /** Whether a session holds something of it: variables or cursors. */
  stateful: boolean;
  /** Gives the variables of a package their first values, and runs what stands behind BEGIN in its body. */
  prepare: Prepare | undefined;
  /** Of a trigger. */
  trigger: LoadedTrigger | undefined;
}

interface LoadedTrigger {
  readonly when: Code | undefined;
  readonly exec: Exec;
  readonly slots: Readonly<Record<"NEW" | "OLD" | "INSERTING" | "UPDATING" | "DELETING", number>>;
  readonly columns: readonly string[];
}

/** Compiles a unit, and its body, where that was not done since anything changed. Its errors are noted with it. */
export function load(session: Session, unit: StoredUnit): LoadedUnit {
  const { stored } = session;
  const key = `${unit.owner}.${unit.name}${unit.type === "TRIGGER" ? " trigger" : ""}`;
  const known = stored.loaded.get(key);
  if (known?.generation === stored.generation) return known;
  const own = session.inSchema(unit.owner);
  const body = unit.type === "PACKAGE" ? stored.find(unit.owner, unit.name, "PACKAGE BODY") : undefined;
  const scope = new Scope(undefined, 0, { slots: 0 }, unit.name, "none");
  const names = new Set<string>();
  scope.unit = { path: unit.type === "PACKAGE" ? [unit.owner, unit.name] : [unit.owner], names };
  const loaded: LoadedUnit = { unit, body, generation: stored.generation, scope, names, stateful: false, prepare: undefined, trigger: undefined }; // prettier-ignore
  // Before it is compiled: units may call each other.
  stored.loaded.set(key, loaded);
  if (unit.unit === undefined) return loaded;
  const at: At = { compiler: new Compiler(own, unit.source), scope };
  switch (unit.unit.kind) {
    case "procedure":
    case "function": {
      const { subprogram } = unit.unit;
      names.add(subprogram.name.name);
      at.compiler.attempt(subprogram.pos, "Item", () => declareRoutine(at, subprogram))?.();
      break;
    }
    case "package":
      loadPackage(own, at, unit.unit, loaded, names);
      break;
    case "trigger":
      loaded.trigger = loadTrigger(at, unit.unit);
      break;
    case "package body":
      break;
  }
  unit.errors = at.compiler.errors();
  return loaded;
}

function loadPackage(
  session: Session,
  at: At,
  { declarations }: Unit & { kind: "package" },
  loaded: LoadedUnit,
  names: Set<string>,
): void {
  const { scope, body } = loaded;
  const steps: (Prepare | undefined)[] = [declare(at, declarations)];
  for (const name of scope.names.keys()) names.add(name);
  const all: Declaration[] = [...declarations];
  if (body?.unit?.kind === "package body") {
    const { declarations: own, init } = body.unit;
    all.push(...own);
    const inner: At = { compiler: new Compiler(session, body.source), scope };
    for (const name of names) {
      const entity = scope.names.get(name);
      if (entity?.kind === "routines") entity.routines.forEach((routine) => move(routine, body));
    }
    steps.push(declare(inner, own));
    if (init !== undefined) {
      const exec = compileBlock(inner, init);
      steps.push(async (frame) => {
        await exec(frame);
      });
    }
    body.errors = [...missingBodies(inner, body), ...inner.compiler.errors()].map((error, index) => ({
      ...error,
      sequence: index + 1,
    }));
  }
  loaded.stateful = all.some(
    (declaration) =>
      (declaration.kind === "variable" && !declaration.constant) || declaration.kind === "cursor",
  );
  loaded.prepare = async (frame) => {
    for (const step of steps) await step?.(frame);
  };
}

/** What a specification promises is in the text of the body. */
function move(routine: Routine, body: StoredUnit): void {
  routine.source = body.source;
}

function missingBodies({ scope }: At, body: StoredUnit): UnitError[] {
  const errors: UnitError[] = [];
  for (const [name, entity] of scope.names) {
    if (entity.kind !== "routines") continue;
    for (const routine of entity.routines) {
      if (routine.body === undefined)
        errors.push({
          sequence: 0,
          line: 1,
          position: 1,
          text: `PLS-00323: subprogram or cursor '${name}' is declared in a package specification and must be defined in the package body`,
        });
    }
  }
  return body.unit === undefined ? [] : errors;
}

/** The columns of the row are fields of NEW and OLD, which are variables and binds alike. */
function loadTrigger(at: At, trigger: Unit & { kind: "trigger" }): LoadedTrigger | undefined {
  const { compiler } = at;
  const scope = at.scope.routine(at.scope.label ?? "", undefined);
  const inner: At = { compiler, scope };
  const columns = compiler.session.sql.table(trigger.table);
  const row = columns === undefined ? any : rowOf(columns);
  const isWritten = trigger.timing === "before" && trigger.eachRow;
  const slots = {
    NEW: scope.variable("NEW", row, !isWritten).slot,
    OLD: scope.variable("OLD", row, true).slot,
    INSERTING: scope.variable("INSERTING", boolean, true).slot,
    UPDATING: scope.variable("UPDATING", boolean, true).slot,
    DELETING: scope.variable("DELETING", boolean, true).slot,
  };
  const { when } = trigger;
  const condition =
    when === undefined
      ? undefined
      : compiler.attempt(when.pos, "Statement", () => compileExpression(inner, when));
  const exec = compileBody(inner, trigger.body);
  return { when: condition, exec, slots, columns: (columns ?? []).map(({ name }) => name) };
}
