import type { Overload, PackageSpec } from "../../catalogue";
import { ora } from "../../failure";
import { parameters } from "../signature";
import type { Behaviour } from "../signature";

/** A package that every database has, as its specification declares it. */
export interface SuppliedPackage extends Omit<PackageSpec, "owner" | "subprograms"> {
  /** One a line: `function f(a number, b out varchar2) return clob`, `procedure p`. */
  readonly subprograms: string;
  /** What is done here, by name; the others say that they are not supported. */
  readonly behaviours?: Readonly<Record<string, Behaviour>>;
}

const declaration = /^(function|procedure) (\w+)(?:\s*\((.*)\))?(?: return ([\w.$]+))?$/;

/** What is declared and not done is an error that says so: never a silent success. */
export function supplied({ behaviours = {}, subprograms: text, ...spec }: SuppliedPackage): PackageSpec {
  const subprograms: Record<string, Overload[]> = {};
  for (const line of text.trim().split(/\s*\n\s*/)) {
    const match = declaration.exec(line);
    if (match === null) throw new Error(`"${line}" declares no subprogram`);
    const name = match[2]!.toUpperCase();
    const run = Object.hasOwn(behaviours, name) ? behaviours[name]! : refusal(`${spec.name}.${name}`);
    (subprograms[name] ??= []).push({
      params: parameters(match[3] ?? ""),
      ...(match[4] === undefined ? {} : { returns: match[4].toUpperCase() }),
      run: (session, args, frame) => run(session as Parameters<Behaviour>[0], args, frame!),
    });
  }
  const refused = Object.keys(subprograms).filter((name) => !Object.hasOwn(behaviours, name));
  return { ...spec, owner: "SYS", subprograms, refused };
}

function refusal(name: string): Behaviour {
  return () => {
    throw ora(3001, `unimplemented feature: ${name} is not supported by the sandbox`);
  };
}
