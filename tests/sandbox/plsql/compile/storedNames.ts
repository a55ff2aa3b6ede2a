import type { Path } from "../../lang/ast";
import { ora, pls } from "../failure";
import { Frame, then } from "../frame";
import type { Entity, Home, Routine } from "../scope";
import type { StoredUnit } from "../stored";
import type { At } from "./compiler";
import { load } from "./load";
import type { LoadedUnit } from "./load";

interface StoredName {
  readonly entity: Entity;
  readonly home: Home;
  /** What follows the entity in the path. */
  readonly rest: Path;
}

/**
 * What a dotted name means among stored units: `proc`, `pkg.member`, `owner.proc`, `owner.pkg.member`. Undefined where there
 * is no such unit. @throws CompileProblem PLS-00302 and PLS-00905
 */
export function storedName(at: At, path: Path): StoredName | undefined {
  const { session } = at.compiler;
  const [first, second] = path;
  const own = session.stored.resolve(session.currentSchema, first!.name);
  if (own !== undefined) return memberOf(at, own, path, 1);
  const other = second === undefined ? undefined : session.stored.find(first!.name, second.name);
  return other === undefined ? undefined : memberOf(at, other, path, 2);
}

function memberOf(at: At, unit: StoredUnit, path: Path, used: number): StoredName | undefined {
  if (unit.type === "TYPE" || unit.type === "TRIGGER") return undefined;
  const loaded = load(at.compiler.session, unit);
  if (unit.errors.length > 0) throw pls(path[0]!.pos, 905, `object ${unit.owner}.${unit.name} is invalid`);
  if (unit.type !== "PACKAGE") {
    const entity = loaded.scope.names.get(unit.name);
    return entity === undefined ? undefined : { entity, home: () => undefined, rest: path.slice(used) };
  }
  const member = path[used];
  if (member === undefined) return undefined;
  const entity = loaded.names.has(member.name) ? loaded.scope.names.get(member.name) : undefined;
  if (entity === undefined) throw pls(member.pos, 302, `component '${member.name}' must be declared`);
  return { entity, home: homeOf(loaded), rest: path.slice(used + 1) };
}

/** Procedures or functions that somebody created. */
export function storedRoutines(
  at: At,
  path: Path,
): { readonly routines: readonly Routine[]; readonly home: Home } | undefined {
  const found = storedName(at, path);
  return found?.entity.kind === "routines" && found.rest.length === 0
    ? { routines: found.entity.routines, home: found.home }
    : undefined;
}

/** The frame of a package in the session, made at its first use. */
function homeOf(loaded: LoadedUnit): Home {
  const { unit, body } = loaded;
  const key = `${unit.owner}.${unit.name}`;
  const name = unit.source.name ?? key;
  return (caller) => {
    const { packages } = caller.run.session;
    if (body !== undefined && body.errors.length > 0) {
      throw ora(
        4063,
        `package body ${name} has errors\nORA-06508: PL/SQL: could not find program unit being called: ${name}`,
      );
    }
    const version = Math.max(unit.version, body?.version ?? 0);
    const known = packages.get(key);
    if (known?.version === version) {
      known.frame.run = caller.run;
      return known.frame;
    }
    packages.delete(key);
    if (known?.stateful === true)
      throw discarded(name, known.version < unit.version ? "package" : "package body");
    const frame = new Frame(caller.run, body?.source ?? unit.source, undefined);
    packages.set(key, { version, stateful: loaded.stateful, frame });
    return then(prepared(loaded, frame), () => frame);
  };
}

function discarded(name: string, what: string): Error {
  return ora(
    4068,
    [
      "existing state of packages has been discarded",
      `ORA-04061: existing state of ${what} ${name} has been invalidated`,
      `ORA-04065: not executed, altered or dropped ${what} ${name}`,
      `ORA-06508: PL/SQL: could not find program unit being called: ${name}`,
    ].join("\n"),
  );
}

async function prepared({ prepare, unit }: LoadedUnit, frame: Frame): Promise<void> {
  try {
    await prepare?.(frame);
  } catch (error) {
    frame.run.session.packages.delete(`${unit.owner}.${unit.name}`);
    throw error;
  }
}
