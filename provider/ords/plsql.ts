import type { Bind, BindValue, Out, Part } from "../session/operation";
import { bindPieces } from "../session/text";

/**
 * A piece of PL/SQL or SQL. Text comes from this package's source only; a value interpolated into `plsql` becomes a bind.
 * There is no way to make one from a string at run time, and that is the point (design: values reach ORDS as binds).
 */
export class Fragment {
  readonly parts: readonly Part[];

  constructor(parts: readonly Part[]) {
    this.parts = parts;
  }
}

/** What may stand in a template: another fragment, a bind, an out, a truth value (written as a literal), or a plain value. */
type Slot = Fragment | Bind | Out | boolean | BindValue | readonly Fragment[];

/** Builds a fragment: plsql`ords.delete_module(p_module_name => ${name});` */
export function plsql(strings: TemplateStringsArray, ...slots: Slot[]): Fragment {
  const parts: Part[] = [];
  strings.forEach((text, index) => {
    if (text !== "") parts.push(text);
    if (index < slots.length) parts.push(...partsOf(slots[index] ?? null));
  });
  return new Fragment(parts);
}

function partsOf(slot: Slot): readonly Part[] {
  if (slot instanceof Fragment) return slot.parts;
  if (isList(slot)) return slot.flatMap((fragment) => fragment.parts);
  if (typeof slot === "boolean") return [slot ? "true" : "false"];
  return typeof slot === "object" && slot !== null ? [slot] : [{ bind: slot }];
}

/** Array.isArray does not narrow readonly arrays. */
function isList(slot: Slot): slot is readonly Fragment[] {
  return Array.isArray(slot);
}

export const nothing = new Fragment([]);

export function join(fragments: readonly Fragment[], separator: Fragment): Fragment {
  return new Fragment(
    fragments.flatMap((fragment, index) =>
      index === 0 ? fragment.parts : [...separator.parts, ...fragment.parts],
    ),
  );
}

/** A name of ORDS's API: letters, digits and underscores, checked because it becomes text. */
export function identifier(name: string): Fragment {
  if (!/^[a-z][a-z0-9_.]*$/i.test(name)) throw new TypeError(`Not a PL/SQL name: ${JSON.stringify(name)}`);
  return new Fragment([name.toLowerCase()]);
}

export function out(name: string, as: Out["as"] = "text"): Out {
  return { out: name, as };
}

/**
 * Text of any length as a CLOB expression that costs no round trip of its own: one bind where it fits, else `variable`
 * filled from several by the statements in `before`.
 */
export function longText(variable: string, text: string | undefined): { before: Fragment; value: Fragment } {
  if (text === undefined) return { before: nothing, value: plsql`null` };
  const pieces = bindPieces(text);
  if (pieces.length === 1) return { before: nothing, value: plsql`${text}` };
  const name = identifier(variable);
  const appended = pieces.map((piece) => plsql`dbms_lob.append(${name}, to_clob(${piece}));\n`);
  return { before: plsql`dbms_lob.createtemporary(${name}, true);\n${appended}`, value: name };
}
