import { parse } from "../lang";
import type { AlterUnit, CreateType, CreateUnit, Drop, Path } from "../lang/ast";
import { OraError } from "../errors";
import { Compiler } from "./compile/compiler";
import type { At } from "./compile/compiler";
import { load } from "./compile/load";
import { typeOf } from "./compile/types";
import { Scope } from "./scope";
import type { Session } from "./session";
import type { StoredUnit, UnitError, UnitType } from "./stored";
import type { Type } from "./types";

/** What came of a unit: clients are told of errors by ORA-24344, and the statement has succeeded. */
export interface UnitResult {
  readonly owner: string;
  readonly name: string;
  readonly type: UnitType;
  readonly errors: readonly UnitError[];
}

const head =
  /^(?:\s|--[^\n]*\n|\/\*[^]*?\*\/)*create\s+(?:or\s+replace\s+)?(?:(?:non)?editionable\s+)?(?:force\s+)?(?=(package\s+body|procedure|function|package|trigger|type\s+body|type)\s+(?:(?:"([^"]+)"|([\w$#]+))\s*\.\s*)?(?:"([^"]+)"|([\w$#]+)))/i;

/** Whether a text creates a unit whose errors are kept with it instead of failing the statement. */
export function createsUnit(text: string): boolean {
  const type = head.exec(text)?.[1];
  return type !== undefined && !/^type$/i.test(type);
}

/**
 * CREATE [OR REPLACE] PROCEDURE, FUNCTION, PACKAGE, PACKAGE BODY, TRIGGER, by its text: what is wrong with it, syntax
 * included, is kept for USER_ERRORS. @throws OraError 955 and what the sandbox does not support
 */
export function createUnit(session: Session, text: string): UnitResult {
  const match = head.exec(text);
  const type = match?.[1]?.toUpperCase().replace(/\s+/g, " ");
  if (match === null || type === undefined) throw new OraError(900, "invalid SQL statement");
  if (type === "TYPE BODY") {
    throw new OraError(
      3001,
      "unimplemented feature: bodies of object types are not supported by the sandbox",
    );
  }
  if (type === "TRIGGER") mustFire(text.slice(match[0].length));
  const [, , quotedOwner, plainOwner, quotedName, plainName] = match;
  const owner = quotedOwner ?? plainOwner?.toUpperCase() ?? session.currentSchema;
  const name = quotedName ?? plainName!.toUpperCase();
  const start = match[0].length;
  const [statement, problem] = understood(text, start);
  const orReplace = /\bor\s+replace\b/i.test(match[0]);
  return keep(session, { owner, name, type: type as UnitType, text, start, orReplace, statement }, problem);
}

/** Kinds of triggers that would be there and never fire. */
const neverFired: readonly (readonly [RegExp, string])[] = [
  [/\bcompound\s+trigger\b/i, "compound triggers are"],
  [/\bon\s+(?:database|schema|[\w$#"]+\s*\.\s*schema)\b/i, "triggers of the database or a schema are"],
];

/** @throws OraError 3001, and 4082 for rows in a trigger that is for none */
function mustFire(trigger: string): void {
  const plain = trigger.replace(/--[^\n]*|\/\*[^]*?\*\/|'(?:[^']|'')*'/g, " ");
  const [header = ""] = plain.split(/\b(?:begin|declare)\b/i);
  const kind = neverFired.find(([form]) => form.test(header));
  if (kind !== undefined)
    throw new OraError(3001, `unimplemented feature: ${kind[1]} not supported by the sandbox`);
  if (!/\bfor\s+each\s+row\b|\binstead\s+of\b/i.test(header) && /:(?:new|old)\s*\./i.test(plain))
    throw new OraError(4082, "NEW or OLD references not allowed in table level triggers");
}

interface NewUnit {
  readonly owner: string;
  readonly name: string;
  readonly type: UnitType;
  readonly text: string;
  readonly start: number;
  readonly orReplace: boolean;
  readonly statement: CreateUnit | undefined;
}

function keep(session: Session, made: NewUnit, problem: UnitError | undefined): UnitResult {
  const { owner, name, type, text, start, orReplace, statement } = made;
  const { stored } = session;
  const there = stored.find(owner, name, type);
  if (there !== undefined && (there.type !== type || !orReplace)) {
    throw new OraError(955, "name is already used by an existing object");
  }
  const isInvoker = /\bauthid\s+current_user\b/i.test(text.slice(start, start + 2000));
  const now = session.now();
  const unit: StoredUnit = {
    owner,
    name,
    type,
    source: { text, start, name: `"${owner}.${name}"`, ...(isInvoker ? {} : { schema: owner }) },
    unit: statement?.unit,
    created: there?.created ?? now,
    changed: now,
    version: stored.generation + 1,
    errors: problem === undefined ? [] : [problem],
    enabled: true,
  };
  stored.put(unit);
  compile(session, unit);
  return { owner, name, type, errors: unit.errors };
}

/** The statement, or its syntax error as USER_ERRORS has it. */
function understood(text: string, start: number): [CreateUnit | undefined, UnitError | undefined] {
  try {
    const { statement } = parse(text);
    if (statement.kind === "createUnit") return [statement, undefined];
    throw new OraError(900, "invalid SQL statement");
  } catch (error) {
    if (!(error instanceof OraError)) throw error;
    const match = /^ORA-06550: line (\d+), column (\d+):\n([^]*?)(?=\nORA-06550|$)/.exec(error.message);
    const line = match === null ? 1 : Number(match[1]) - text.slice(0, start).split("\n").length + 1;
    const position = match === null ? 1 : Number(match[2]);
    return [undefined, { sequence: 1, line, position, text: match?.[3] ?? error.message }];
  }
}

/** Compiles what is there; a body with its specification. */
function compile(session: Session, unit: StoredUnit): void {
  if (unit.unit === undefined) return;
  if (unit.type !== "PACKAGE BODY") {
    load(session, unit);
    return;
  }
  const spec = session.stored.find(unit.owner, unit.name);
  if (spec?.type === "PACKAGE") {
    load(session, spec);
    if (spec.errors.length > 0) unit.errors = [problemOf(1, 905, `object ${unit.owner}.${unit.name} is invalid`)]; // prettier-ignore
    return;
  }
  unit.errors = [
    problemOf(1, 201, `identifier '${unit.owner}.${unit.name}' must be declared`),
    problemOf(2, 304, `cannot compile body of '${unit.name}' without its specification`),
  ];
}

function problemOf(sequence: number, code: number, text: string): UnitError {
  return { sequence, line: 1, position: 14, text: `PLS-00${code}: ${text}` };
}

/** ALTER ... COMPILE, and ENABLE and DISABLE of triggers. @throws OraError 4043, 4080 */
export function alterUnit(session: Session, { type, name, action }: AlterUnit): UnitResult {
  const wanted = type.toUpperCase() as UnitType;
  const unit = existing(session, name, wanted);
  if (action !== "compile") {
    unit.enabled = action === "enable";
    session.stored.generation++;
  } else {
    session.stored.generation++;
    unit.changed = session.now();
    compile(session, unit);
    const body = session.stored.find(unit.owner, unit.name, "PACKAGE BODY");
    if (body !== undefined) compile(session, body);
  }
  return { owner: unit.owner, name: unit.name, type: unit.type, errors: unit.errors };
}

/** DBMS_UTILITY.COMPILE_SCHEMA; what stays invalid has its errors in the dictionary. */
export function compileAll(session: Session, owner: string): void {
  session.stored.generation++;
  for (const unit of session.stored.all()) if (unit.owner === owner) compile(session, unit);
}

function existing(session: Session, path: Path, type: UnitType): StoredUnit {
  const { owner, name } = target(session, path);
  const unit = session.stored.find(owner, name, type);
  if (unit?.type === type) return unit;
  throw type === "TRIGGER"
    ? new OraError(4080, `trigger '${name}' does not exist`)
    : new OraError(4043, `object ${name} does not exist`);
}

function target(session: Session, path: Path): { owner: string; name: string } {
  const name = path.at(-1)!.name;
  return { owner: path.length > 1 ? path[0]!.name : session.currentSchema, name };
}

/** DROP of what this file creates; false for other kinds of objects. @throws OraError 4043, 4080 */
export function dropUnit(session: Session, statement: Drop): boolean {
  const type = statement.type.toUpperCase() as UnitType | "TYPE BODY";
  if (!droppable.has(type)) return false;
  const { stored } = session;
  if (type === "TYPE BODY") throw new OraError(4043, `object ${statement.name.at(-1)!.name} does not exist`);
  const { owner, name } = target(session, statement.name);
  if (statement.ifExists && stored.find(owner, name, type)?.type !== type) return true;
  const unit = existing(session, statement.name, type);
  stored.remove(unit);
  if (type === "TYPE") stored.types.delete(`${owner}.${name}`);
  if (type === "PACKAGE" && stored.find(owner, name, "PACKAGE BODY") !== undefined)
    stored.remove({ owner, name, type: "PACKAGE BODY" });
  return true;
}

const droppable: ReadonlySet<string> = new Set([
  "PROCEDURE",
  "FUNCTION",
  "PACKAGE",
  "PACKAGE BODY",
  "TRIGGER",
  "TYPE",
  "TYPE BODY",
]);

/** CREATE TYPE ... AS OBJECT, TABLE OF, VARRAY. @throws OraError 955 */
export function createType(session: Session, statement: CreateType, text: string): UnitResult {
  const { owner, name } = target(session, statement.name);
  const { stored } = session;
  const there = stored.find(owner, name);
  if (there !== undefined && (there.type !== "TYPE" || !statement.orReplace)) {
    throw new OraError(955, "name is already used by an existing object");
  }
  const now = session.now();
  const start = head.exec(text)?.[0].length ?? 0;
  const source = { text, start, name: `"${owner}.${name}"`, schema: owner };
  const unit: StoredUnit = { owner, name, type: "TYPE", source, unit: undefined, created: there?.created ?? now, changed: now, version: stored.generation + 1, errors: [], enabled: true }; // prettier-ignore
  const compiler = new Compiler(session.inSchema(owner), source);
  const at: At = { compiler, scope: new Scope(undefined, 0, { slots: 0 }, undefined, "none") };
  stored.put(unit);
  const type = compiler.attempt(statement.pos, "Item", () => defined(at, `${owner}.${name}`, statement));
  unit.errors = compiler.errors();
  if (type === undefined) stored.types.delete(`${owner}.${name}`);
  else stored.types.set(`${owner}.${name}`, type);
  return { owner, name, type: "TYPE", errors: unit.errors };
}

function defined(at: At, name: string, { definition }: CreateType): Type {
  if (definition.kind === "table") {
    return { kind: "collection", name, of: typeOf(at, definition.of), index: "nested" };
  }
  const fields = definition.attributes.map(
    ({ name: attribute, type }) => [attribute.name, typeOf(at, type)] as const,
  );
  return { kind: "record", name, fields: new Map(fields), object: true };
}
