import { diffArrays } from "diff";
import { load } from "js-yaml";
import {
  equal,
  isProps,
  isSecret,
  type Props,
  seal,
  sortedProps,
  UNKNOWN,
  type Value,
} from "../state/values";

/** What stands before a property: nothing, or that it is new, gone or other. */
type Mark = "" | "+" | "-" | "~";

export const space = (indent: number, mark: Mark = ""): string =>
  mark ? `${"    ".repeat(indent).slice(0, -2)}${mark} ` : "    ".repeat(indent);

const isInternal = (name: string): boolean => name.startsWith("__");
const isTree = (value: Value | undefined): value is Value[] | Props =>
  Array.isArray(value) || (isProps(value) && !isSecret(value));
const isEmpty = (value: Value): boolean =>
  value === null || value === "" || (isTree(value) && Object.keys(value).length === 0);

/** JSON or YAML inside a text is shown as what it says. */
function encoded(text: string): { kind: string; value: Value[] | Props } | undefined {
  const parsed = (parse: (text: string) => unknown): Value | undefined => {
    try {
      return parse(text.trim()) as Value;
    } catch {
      return undefined;
    }
  };
  const json = parsed(JSON.parse);
  const value = json === undefined && /[\r\n]/.test(text) ? parsed(load) : json;
  return isTree(value) ? { kind: json === undefined ? "yaml" : "json", value } : undefined;
}

/** Three lines of 150 characters of a text. */
function shortened(text: string): string {
  const lines = text.split("\n");
  const kept = lines.slice(0, 3).map((line) => (line.length > 150 ? `${line.slice(0, 150)}...` : line));
  return [...kept, ...(lines.length > 3 ? ["..."] : [])].join("\n");
}

const widest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

/** A text of several lines: what differs, with two lines before and after it. */
function textDifference(old: string, now: string, indent: number): string {
  const lines = diffArrays(old.split("\n"), now.split("\n"))
    .flatMap(({ added, removed, value }) =>
      value.map((line) => [added ? "+" : removed ? "-" : "", line] as const),
    )
    .filter(([, line]) => line.trim());
  const isNear = (at: number): boolean => lines.slice(Math.max(0, at - 2), at + 3).some(([mark]) => mark);
  const kept = lines.flatMap(([mark, line], at) => {
    if (isNear(at)) return [`${space(indent, mark)}${line}\n`];
    return at === 0 || isNear(at - 1) ? [`${space(indent)}...\n`] : [];
  });
  return `\n${kept.join("")}`;
}

/** A value as text, without what is never shown; one secret is like another (rule 50). */
const visible = (value: Value): string =>
  JSON.stringify([value], (name, item: Value) => {
    if (isInternal(name) || item === null) return undefined;
    if (isSecret(item)) return seal(null);
    return isProps(item) ? sortedProps(item) : item;
  });
const same = (old: Value = null, now: Value = null): boolean => visible(old) === visible(now);

type Title = (mark: Mark) => string;
type Choice = (name: string) => boolean;
const all: Choice = () => true;

export interface TreeOptions {
  /** Whether long texts are cut. */
  isShort: boolean;
  /** Whether an output that is merely unknown yet is left out. */
  isPreview?: boolean;
  /** Whether only what differs is shown, secrets and the provider's text too: where the engine compared (rule 14). */
  isBare?: boolean;
}

/** Values as `--diff` shows them: names below each other, what differs with a mark (rule 50). */
export class Tree {
  constructor(readonly options: TreeOptions) {}

  #isSame(old: Value = null, now: Value = null): boolean {
    return this.options.isBare ? equal(old, now) : same(old, now);
  }

  /** An object's properties; with an older version, how they differ from it (rule 50). */
  of(news: Props, olds: Props | undefined, indent: number): string {
    return olds && !this.#isSame(olds, news)
      ? this.#differences(olds, news, indent)
      : this.#object(news, indent);
  }

  /**
   * What is worth saying of outputs: those that are no inputs of the same value, and those that differ from the old ones.
   * `isWhole` names the others too, as for the stack at the end of an update (rule 50).
   */
  ofOutputs(
    outputs: Props,
    olds: Props | undefined,
    { inputs = {}, indent, isWhole }: { inputs?: Props; indent: number; isWhole: boolean },
  ): string {
    const isNews: Choice = (name) => !(name in inputs) || !same(inputs[name], outputs[name]);
    if (olds && !same(olds, outputs)) {
      const isWanted: Choice = (name) => isNews(name) && (isWhole || !same(olds[name], outputs[name]));
      return this.#differences(olds, outputs, indent, isWanted);
    }
    if (olds && !isWhole) return "";
    return this.#object(outputs, indent, "", (name) => isNews(name) && !isEmpty(outputs[name] ?? null));
  }

  #scalar(value: Value): string {
    if (value === UNKNOWN) return "[unknown]";
    if (isSecret(value)) return "[secret]";
    if (value === null) return "<null>";
    return JSON.stringify(typeof value === "string" && this.options.isShort ? shortened(value) : value);
  }

  #shown(value: Value, indent: number, mark: Mark = ""): string {
    if (typeof value === "string" && value !== UNKNOWN) {
      const inside = encoded(value);
      return inside ? `(${inside.kind}) ${this.#shown(inside.value, indent, mark)}\n` : this.#scalar(value);
    }
    if (!isTree(value)) return this.#scalar(value);
    const [open, close] = Array.isArray(value) ? "[]" : "{}";
    if (Object.keys(value).length === 0) return `${open}${close}`;
    const item = (one: Value, at: number): string =>
      `${space(indent, mark)}    [${at}]: ${this.#shown(one, indent + 1, mark)}\n`;
    const inside = Array.isArray(value) ? value.map(item).join("") : this.#object(value, indent + 1, mark);
    return `${open}\n${inside}${space(indent)}${close}`;
  }

  #object(props: Props, indent: number, mark: Mark = "", isWanted = all): string {
    const names = Object.keys(props).filter((name) => props[name] !== undefined);
    const width = widest(names);
    const line = (name: string): string =>
      `${space(indent, mark)}${name.padEnd(width)}: ${this.#shown(props[name] ?? null, indent, mark)}\n`;
    const wanted = names.sort().filter((name) => !isInternal(name) && isWanted(name));
    return wanted.map(line).join("");
  }

  /** How one value became another, in lines that begin with the title. */
  #difference(title: Title, old: Value, now: Value, indent: number): string {
    if (Array.isArray(old) && Array.isArray(now)) {
      const items = Array.from({ length: Math.max(old.length, now.length) }, (_, at) => {
        const name = (mark: Mark): string => `${space(indent + 1, mark)}[${at}]: `;
        return this.#property(name, old[at], now[at], indent + 2);
      });
      return `${title("~")}[\n${items.join("")}${space(indent)}]\n`;
    }
    if (isProps(old) && isProps(now) && isTree(old) && isTree(now))
      return `${title("~")}{\n${this.#differences(old, now, indent + 1)}${space(indent)}}\n`;
    if (isTree(old) || isTree(now) || isEmpty(old) || isEmpty(now)) {
      const line = (mark: Mark, value: Value): string =>
        isEmpty(value) ? "" : `${title(mark)}${this.#shown(value, indent, mark)}\n`;
      return line("-", old) + line("+", now);
    }
    if (typeof old !== "string" || typeof now !== "string" || old === UNKNOWN || now === UNKNOWN)
      return `${title("~")}${this.#shown(old, indent, "-")} => ${this.#shown(now, indent, "+")}\n`;
    const [before, after] = [encoded(old), encoded(now)];
    if (before && after && !same(before.value, after.value)) {
      const kinds = before.kind === after.kind ? before.kind : `${before.kind} => ${after.kind}`;
      const inside = new Tree({ ...this.options, isBare: false });
      return `${title("~")}(${kinds}) ${inside.#difference(() => "", before.value, after.value, indent)}`;
    }
    if (/\n/.test(old + now)) return `${title("~")}${textDifference(old, now, indent + 1)}`;
    return `${title("~")}${JSON.stringify(old)} => ${JSON.stringify(now)}\n`;
  }

  #property(title: Title, old: Value = null, now: Value = null, indent = 0): string {
    if (this.#isSame(old, now))
      return isEmpty(old) || this.options.isBare ? "" : `${title("")}${this.#shown(old, indent)}\n`;
    if (old === null) return `${title("+")}${this.#shown(now, indent, "+")}\n`;
    if (now === null) return `${title("-")}${this.#shown(old, indent, "-")}\n`;
    return this.#difference(title, old, now, indent);
  }

  /** Every property of two versions of an object, whether it differs or not. */
  #differences(olds: Props, news: Props, indent: number, isWanted = all): string {
    const isThere = (name: string): boolean => {
      const isUnknown = this.options.isPreview && news[name] === UNKNOWN;
      return (olds[name] ?? null) === null ? (news[name] ?? null) !== null : !isUnknown;
    };
    const isShown = (name: string): boolean =>
      this.options.isBare ? !this.#isSame(olds[name], news[name]) : !isInternal(name);
    const names = Object.keys({ ...olds, ...news })
      .filter((name) => isShown(name) && isThere(name))
      .sort();
    const width = widest(names);
    const title = (name: string) => (mark: Mark) => `${space(indent, mark)}${name.padEnd(width)}: `;
    const line = (name: string): string => this.#property(title(name), olds[name], news[name], indent);
    return names.filter(isWanted).map(line).join("");
  }
}

/** Names of properties that differ, and how; `isWhole` takes secrets and what is never shown for others (rule 51). */
export function differing(olds: Props, news: Props, isWhole = false): (readonly [Mark, string])[] {
  const isIn = (props: Props, name: string): boolean => (props[name] ?? null) !== null;
  const isOther = (name: string): boolean =>
    isWhole ? !equal(olds[name], news[name]) : !isInternal(name) && !same(olds[name], news[name]);
  return Object.keys({ ...olds, ...news })
    .filter(isOther)
    .map((name) => [!isIn(olds, name) ? "+" : isIn(news, name) ? "~" : "-", name]);
}
