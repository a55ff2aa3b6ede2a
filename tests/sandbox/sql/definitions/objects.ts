import { OraError } from "../../errors";
import type { Path } from "../../lang/ast";
import type { ObjectName, SqlCatalogue } from "../catalogue";

export function pathOf(path: Path, schema: string): ObjectName {
  const name = path.at(-1)!.name;
  return { owner: path.length > 1 ? path[0]!.name : schema, name };
}

export function exists(catalogue: SqlCatalogue, { owner, name }: ObjectName): boolean {
  return (
    catalogue.store.table(owner, name) !== undefined ||
    catalogue.view(owner, name) !== undefined ||
    catalogue.sequence(owner, name) !== undefined ||
    catalogue.synonym(owner, name) !== undefined
  );
}

/** @throws OraError 955 */
export function mustBeNew(catalogue: SqlCatalogue, object: ObjectName): void {
  if (exists(catalogue, object)) throw new OraError(955, "name is already used by an existing object");
}
