import type { Settings } from "../session/settings";
import type { AnyLifecycle, Attribute, Problem } from "./description";
import { nearest } from "./nearest";
import { hasUnknown, isAbsent, present } from "./values";

export interface Checked {
  readonly inputs: Record<string, unknown>;
  readonly problems: readonly Problem[];
}

type AnyAttribute = Attribute<object, unknown>;

export function attributesOf(lifecycle: AnyLifecycle): [string, AnyAttribute][] {
  return Object.entries(lifecycle.attributes as Record<string, AnyAttribute>);
}

/** Fills defaults, brings values to the form ORDS stores, and says what ORDS would refuse or silently lose. No I/O. */
export function checkInputs(
  lifecycle: AnyLifecycle,
  given: Readonly<Record<string, unknown>>,
  settings: Settings,
): Checked {
  const inputs: Record<string, unknown> = {};
  const known: Record<string, unknown> = {};
  const problems: Problem[] = [];
  for (const [name, attribute] of attributesOf(lifecycle)) {
    const value = given[name];
    if (hasUnknown(value)) {
      inputs[name] = value;
    } else if (isAbsent(value)) {
      if (attribute.required) problems.push({ property: name, sentence: `${name} must be given` });
      else known[name] = defaultOf(attribute, settings);
    } else {
      const problem = attribute.is.problem(value);
      if (problem === undefined) known[name] = attribute.is.normal(value);
      else problems.push(sentenceAbout(name, attribute, problem));
    }
  }
  for (const name of Object.keys(given)) {
    if (name in lifecycle.attributes || isAbsent(given[name]) || name === "__provider") continue;
    const near = nearest(name, Object.keys(lifecycle.attributes));
    problems.push({
      sentence: `${name} is not a property of ${lifecycle.type}${near === undefined ? "" : `; did you mean ${near}?`}`,
    });
  }
  problems.push(...(lifecycle.check?.(known, (name) => !isAbsent(given[name])) ?? []));
  return { inputs: present({ ...inputs, ...known }), problems };
}

function defaultOf(attribute: AnyAttribute, settings: Settings): unknown {
  return typeof attribute.default === "function"
    ? (attribute.default as (settings: Settings) => unknown)(settings)
    : attribute.default;
}

function sentenceAbout(name: string, attribute: AnyAttribute, problem: string): Problem {
  const sentence = `${name} ${problem}`;
  return attribute.hidden ? { sentence } : { property: name, sentence };
}
