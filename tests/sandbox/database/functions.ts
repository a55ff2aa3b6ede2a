import type { Path } from "../lang/ast";
import type { Value } from "../plsql/catalogue";
import { executeBlock } from "../plsql/execute";
import { visiblePackage } from "../plsql/session";
import type { StoredUnit } from "../plsql/stored";
import type { SqlFunction } from "../sql";
import type { SchemaView } from "./session";

/** A function of a package, or one that somebody wrote, for use in SQL. */
export function sqlFunction(view: SchemaView, path: Path): SqlFunction | undefined {
  const names = path.map(({ name }) => name);
  const type = packaged(view, names) ?? stored(view, names);
  return type === undefined ? undefined : { type, call: (args, given) => call(view, path, args, given) };
}

/** The type of a function in a package of the database. */
function packaged(view: SchemaView, names: readonly string[]): string | undefined {
  const member = names.at(-1)!;
  if (names.length < 2) return undefined;
  const [name = "", owner] = names.slice(0, -1).reverse();
  const spec = visiblePackage(view, name, owner);
  if (spec === undefined || names.length > 3) return undefined;
  const overloads = Object.hasOwn(spec.subprograms, member) ? spec.subprograms[member] : undefined;
  return overloads?.find(({ returns }) => returns !== undefined)?.returns;
}

function stored(view: SchemaView, names: readonly string[]): string | undefined {
  const units = view.stored;
  const [first, second, third] = names;
  const own = units.resolve(view.currentSchema, first!);
  if (own !== undefined) return returned(own, second);
  const other = second === undefined ? undefined : units.find(first!, second);
  return other === undefined ? undefined : returned(other, third);
}

function returned({ unit }: StoredUnit, member: string | undefined): string | undefined {
  if (unit?.kind === "function" && member === undefined) return typeText(unit.subprogram.returns);
  if (unit?.kind !== "package" || member === undefined) return undefined;
  const found = unit.declarations.find(
    (declared) =>
      declared.kind === "subprogram" && declared.name.name === member && declared.returns !== undefined,
  );
  return found?.kind === "subprogram" ? typeText(found.returns) : undefined;
}

function typeText(type: { readonly path: Path } | undefined): string | undefined {
  return type?.path.map(({ name }) => name).join(".");
}

async function call(
  view: SchemaView,
  path: Path,
  args: readonly Value[],
  given: readonly (string | undefined)[],
): Promise<Value> {
  const name = path.map((part) => `"${part.name}"`).join(".");
  const list = args.map((_, index) => {
    const label = given[index];
    return `${label === undefined ? "" : `"${label}" => `}:A${index}`;
  });
  const binds = new Map<string, Value>([
    ["R", null],
    ...args.map((value, index) => [`A${index}`, value] as const),
  ]);
  const text = `begin :R := ${name}${list.length === 0 ? "" : `(${list.join(", ")})`}; end;`;
  await executeBlock(view, text, binds, view.signal() ?? new AbortController().signal);
  return binds.get("R") ?? null;
}
