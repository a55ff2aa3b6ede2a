import type { DataType, Path, RecordField, TypeDefinition } from "../../lang/ast";
import type { PackageSpec, TypeName, Value } from "../catalogue";
import { Frame, Run } from "../frame";
import { pls } from "../failure";
import type { Session } from "../session";
import { visiblePackage } from "../session";
import type { SqlColumn } from "../sql";
import { any, scalarType } from "../types";
import type { RecordType, Type } from "../types";
import { coerce } from "../values";
import type { At } from "./compiler";
import { compileExpression } from "./expression";
import { storedName } from "./storedNames";

/** What a declaration's type is. */
export function typeOf(at: At, { path, pos, size, scale, of }: DataType): Type {
  if (of === "type") return typeOfName(at, path, pos);
  if (of === "rowtype") return rowType(at, path, pos);
  const first = path[0]!;
  const scalar = path.length === 1 ? scalarType(first.name, size, scale) : undefined;
  const declared = scalar !== undefined && at.scope.find(first.name)?.kind !== "type" ? undefined : declaredType(at, path); // prettier-ignore
  const type = declared ?? scalar;
  if (type !== undefined) return sized(type, size);
  const standard =
    first.name === "STANDARD" || first.name === "SYS"
      ? scalarType(path.at(-1)!.name, size, scale)
      : undefined;
  if (standard !== undefined) return standard;
  if (findSpec(at.compiler.session, path) !== undefined) {
    throw pls(path.at(-1)!.pos, 302, `component '${path.at(-1)!.name}' must be declared`);
  }
  throw pls(pos, 201, `identifier '${dotted(path)}' must be declared`);
}

/** A type that somebody declared or created, by its name alone or through a block, a package or a schema. */
export function declaredType(at: At, path: Path): Type | undefined {
  const [first, second] = path;
  const local =
    second === undefined
      ? at.scope.find(first!.name)
      : path.length === 2
        ? at.scope.labelled(first!.name)?.names.get(second.name)
        : undefined;
  if (local !== undefined) return local.kind === "type" ? local.type : undefined;
  if (second !== undefined) {
    const stored = storedName(at, path);
    if (stored !== undefined) return stored.entity.kind === "type" ? stored.entity.type : undefined;
  }
  const { session } = at.compiler;
  return packageType(session, path) ?? objectType(session, path.at(-1)!.name) ?? createdType(at, path);
}

/** JSON_OBJECT_T and the like; types of SYS that stand by themselves are packages of one type of the same name. */
function objectType(session: Session, name: string): Type | undefined {
  const spec = visiblePackage(session, name);
  if (spec === undefined) return undefined;
  return spec.members === undefined
    ? specType(session, spec, name)
    : { kind: "object", name, above: spec.above };
}

/** `owa.vc2_arr` has its size, a subtype may be given another. */
function sized(type: Type, size: number | undefined): Type {
  return size !== undefined && type.kind === "text" ? { ...type, size } : type;
}

export function dotted(path: Path): string {
  return path.map(({ name }) => name).join(".");
}

function createdType(at: At, path: Path): Type | undefined {
  const { stored, currentSchema } = at.compiler.session;
  if (path.length > 1) return stored.types.get(`${path[0]!.name}.${path[1]!.name}`);
  const { name } = path[0]!;
  const own = stored.types.get(`${currentSchema}.${name}`);
  const synonym = stored.synonyms.get(`${currentSchema}.${name}`) ?? stored.synonyms.get(`PUBLIC.${name}`);
  return own ?? (synonym === undefined ? undefined : stored.types.get(`${synonym.owner}.${synonym.name}`));
}

/** `v%TYPE`, `r.f%TYPE`, `t.c%TYPE`, `s.t.c%TYPE`. */
function typeOfName(at: At, path: Path, pos: number): Type {
  const [first, ...fields] = path;
  const entity = at.scope.find(first!.name);
  if (entity?.kind === "variable") {
    return fields.reduce<Type>((type, { name, pos: at }) => fieldType(type, name, at), entity.type);
  }
  if (entity?.kind === "cursor" && fields.length === 1) return fieldType(entity.row, fields[0]!.name, pos);
  if (path.length > 1) {
    const stored = storedName(at, path);
    if (stored?.entity.kind === "variable")
      return stored.rest.reduce<Type>(
        (type, { name, pos: at }) => fieldType(type, name, at),
        stored.entity.type,
      );
    const column = at.compiler.session.sql
      .table(path.slice(0, -1))
      ?.find(({ name }) => name === path.at(-1)!.name);
    if (column !== undefined) return columnType(column);
  }
  throw pls(pos, 201, `identifier '${dotted(path)}' must be declared`);
}

export function fieldType(type: Type, name: string, pos: number): Type {
  if (type.kind === "any") return any;
  if (type.kind !== "record") throw pls(pos, 487, `Invalid reference to variable '${name}'`);
  const field = type.fields.get(name);
  if (field === undefined && type.fields.size > 0)
    throw pls(pos, 302, `component '${name}' must be declared`);
  return field ?? any;
}

function rowType(at: At, path: Path, pos: number): Type {
  const cursor = path.length === 1 ? at.scope.find(path[0]!.name) : undefined;
  if (cursor?.kind === "cursor") return cursor.row;
  const stored = path.length > 1 ? storedName(at, path)?.entity : undefined;
  if (stored?.kind === "cursor") return stored.row;
  const columns = at.compiler.session.sql.table(path);
  if (columns === undefined) throw pls(pos, 201, `identifier '${dotted(path)}' must be declared`);
  return rowOf(columns);
}

export function rowOf(columns: readonly SqlColumn[]): RecordType {
  return {
    kind: "record",
    name: "",
    fields: new Map(columns.map((column) => [column.name, columnType(column)])),
  };
}

export function columnType({ type, size, precision, scale }: SqlColumn): Type {
  return scalarType(type, type === "NUMBER" ? precision : size, scale) ?? any;
}

/** A type that is declared with TYPE ... IS. */
export function definedType(at: At, name: string, definition: TypeDefinition): Type {
  switch (definition.kind) {
    case "subtype":
      return typeOf(at, definition.of);
    case "refCursor":
      return { kind: "cursor" };
    case "record":
      return {
        kind: "record",
        name,
        fields: new Map(definition.fields.map((field) => [field.name.name, typeOf(at, field.type)])),
        ...defaultsOf(at, definition.fields),
      };
    case "varray":
      return {
        kind: "collection",
        name,
        of: typeOf(at, definition.of),
        index: "varray",
        limit: definition.limit,
      };
    case "table": {
      const by = definition.indexBy === undefined ? undefined : typeOf(at, definition.indexBy);
      const index = by === undefined ? "nested" : by.kind === "text" ? "text" : "number";
      return { kind: "collection", name, of: typeOf(at, definition.of), index };
    }
  }
}

/** First values of fields, computed where the type is declared. */
function defaultsOf(at: At, fields: readonly RecordField[]): { defaults?: ReadonlyMap<string, Value> } {
  const given = fields.filter((field) => field.default !== undefined);
  if (given.length === 0) return {};
  const run = new Run(at.compiler.session, new Map(), new AbortController().signal);
  const frame = new Frame(run, at.compiler.source, undefined);
  const values = given.map((field): [string, Value] => {
    const value = compileExpression(at, field.default!).run(frame);
    if (value instanceof Promise)
      throw pls(
        field.default!.pos,
        430,
        "the default of a record's field has to be a simple expression in the sandbox",
      );
    return [field.name.name, coerce(value, typeOf(at, field.type))];
  });
  return { defaults: new Map(values) };
}

/** The package that a dotted name goes through, with or without its owner. */
export function findSpec(session: Session, path: Path): PackageSpec | undefined {
  const [first, second] = path;
  return (
    visiblePackage(session, first!.name) ??
    (second === undefined || path.length < 3 ? undefined : visiblePackage(session, second.name, first!.name))
  );
}

function packageType(session: Session, path: Path): Type | undefined {
  const spec = path.length === 1 ? undefined : findSpec(session, path);
  return spec === undefined ? undefined : specType(session, spec, path.at(-1)!.name);
}

function specType(session: Session, spec: PackageSpec, name: string): Type | undefined {
  const type = spec.types?.[name];
  if (type === undefined) return undefined;
  const full = `${spec.name}.${name}`;
  switch (type.kind) {
    case "scalar":
      return scalarType(type.type, type.size);
    case "record":
      return {
        kind: "record",
        name: full,
        fields: new Map(
          Object.entries(type.fields).map(([field, of]) => [
            field.toUpperCase(),
            namedType(session, of, spec),
          ]),
        ),
      };
    case "table":
      return {
        kind: "collection",
        name: full,
        of: namedType(session, type.of, spec),
        index: type.indexBy ?? "nested",
      };
  }
}

/** A type by the name that a catalogue gives it. */
export function namedType(session: Session, name: TypeName, within?: PackageSpec): Type {
  const upper = name.toUpperCase();
  const scalar = scalarType(upper);
  if (scalar !== undefined) return scalar;
  const parts = upper.split(".");
  const member = parts.at(-1)!;
  const spec = parts.length === 1 ? within : session.catalogue.find(parts.at(-2)!);
  return (
    (spec === undefined ? undefined : specType(session, spec, member)) ?? objectType(session, member) ?? any
  );
}
