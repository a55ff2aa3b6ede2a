import { load } from "js-yaml";
import { canonical, isProps, isSecret, mapProps, type Props, seal, UNKNOWN, type Value } from "./values";

/** What stands before a property: nothing, or that it is new, gone or other. */
type Mark = "" | "+" | "-" | "~";

const space = (indent: number, mark: Mark = ""): string =>
  mark ? `${"    ".repeat(indent).slice(0, -2)}${mark} ` : "    ".repeat(indent);

/** Values as they are shown: one secret is like another (rule 50). */
export const masked = (value: Value): Value => {
  if (isSecret(value)) return seal(null);
  if (Array.isArray(value)) return value.map(masked);
  return isProps(value) ? mapProps(value, masked) : value;
};

const isInternal = (name: string): boolean => name.startsWith("__");
const isTree = (value: Value): value is Value[] | Props =>
  Array.isArray(value) || (isProps(value) && !isSecret(value));
const isEmpty = (value: Value): boolean =>
  value === null || value === "" || (isTree(value) && Object.keys(value).length === 0);

/** JSON or YAML inside a text is shown as what it says. */
function encoded(text: string): { kind: string; value: Value[] | Props } | undefined {
  const kinds = [["json", JSON.parse] as const, ...(/[\r\n]/.test(text) ? [["yaml", load] as const] : [])];
  for (const [kind, parse] of kinds) {
    try {
      const value = parse(text.trim()) as Value;
      if (isTree(value)) return { kind, value };
      if (kind === "json") return undefined;
    } catch {
      // It is just a text.
    }
  }
  return undefined;
}

/** Three lines of 150 characters of a text. */
function shortened(text: string): string {
  const lines = text
    .split("\n")
    .map((line, at) => (at < 3 && line.length > 150 ? `${line.slice(0, 150)}...` : line));
  return lines.length > 3 ? `${lines.slice(0, 3).join("\n")}\n...` : lines.join("\n");
}

function scalar(value: Value): string {
  if (value === UNKNOWN) return "[unknown]";
  if (isSecret(value)) return "[secret]";
  if (value === null) return "<null>";
  return JSON.stringify(typeof value === "string" ? shortened(value) : value);
}

const widest = (names: readonly string[]): number => Math.max(0, ...names.map((name) => name.length));

function shown(value: Value, indent: number, mark: Mark = ""): string {
  if (typeof value === "string" && value !== UNKNOWN) {
    const inside = encoded(value);
    return inside ? `(${inside.kind}) ${shown(inside.value, indent, mark)}\n` : scalar(value);
  }
  if (!isTree(value)) return scalar(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  if (Object.keys(value).length === 0) return `${open}${close}`;
  const inside = Array.isArray(value)
    ? value.map((item, at) => `${space(indent, mark)}    [${at}]: ${shown(item, indent + 1, mark)}\n`)
    : objectLines(value, indent + 1, mark);
  return `${open}\n${inside.join("")}${space(indent)}${close}`;
}

function objectLines(
  props: Props,
  indent: number,
  mark: Mark = "",
  isWanted: (name: string) => boolean = () => true,
): string[] {
  const names = Object.keys(props)
    .filter((name) => props[name] !== undefined)
    .sort();
  const width = widest(names);
  return names
    .filter((name) => !isInternal(name) && isWanted(name))
    .map(
      (name) => `${space(indent, mark)}${name.padEnd(width)}: ${shown(props[name] ?? null, indent, mark)}\n`,
    );
}

/** What of the lines of two texts stays, goes and comes, with as much as possible staying. */
function textLines(olds: readonly string[], news: readonly string[]): (readonly [Mark, string])[] {
  const most = Array.from({ length: olds.length + 1 }, () => new Array<number>(news.length + 1).fill(0));
  const common = (i: number, j: number): number => most[i]?.[j] ?? 0;
  for (let i = olds.length - 1; i >= 0; i--)
    for (let j = news.length - 1; j >= 0; j--)
      most[i]![j] =
        olds[i] === news[j] ? common(i + 1, j + 1) + 1 : Math.max(common(i + 1, j), common(i, j + 1));
  const found: (readonly [Mark, string])[] = [];
  for (let i = 0, j = 0; i < olds.length || j < news.length;) {
    const [old, now] = [olds[i], news[j]];
    if (old !== undefined && old === now) {
      found.push(["", old]);
      i += 1;
      j += 1;
    } else if (old !== undefined && (now === undefined || common(i + 1, j) >= common(i, j + 1))) {
      found.push(["-", old]);
      i += 1;
    } else {
      found.push(["+", now ?? ""]);
      j += 1;
    }
  }
  return found;
}

/** A text of several lines: what differs, with two lines before and after it. */
function textDifference(old: string, now: string, indent: number): string {
  const lines = textLines(old.split("\n"), now.split("\n")).filter(([, line]) => line.trim());
  const isNear = (at: number): boolean => lines.slice(Math.max(0, at - 2), at + 3).some(([mark]) => mark);
  let isCut = false;
  const kept = lines.flatMap(([mark, line], at) => {
    if (isNear(at)) {
      isCut = false;
      return [`${space(indent, mark)}${line}\n`];
    }
    const wasCut = isCut;
    isCut = true;
    return wasCut ? [] : [`${space(indent)}...\n`];
  });
  return `\n${kept.join("")}`;
}

/** Without what is never shown. */
const visible = (value: Value): Value => {
  if (Array.isArray(value)) return value.map(visible);
  if (!isProps(value) || isSecret(value)) return value;
  return mapProps(value, (item, name) => (isInternal(name) || item === null ? undefined : visible(item)));
};
const same = (old: Value | undefined, now: Value | undefined): boolean =>
  canonical(visible(old ?? null)) === canonical(visible(now ?? null));

type Title = (mark: Mark) => string;

/** How one value became another, in lines that begin with the title. */
function difference(title: Title, old: Value, now: Value, indent: number, isPreview: boolean): string {
  if (Array.isArray(old) && Array.isArray(now)) {
    const items = Array.from({ length: Math.max(old.length, now.length) }, (_, at) => {
      const name = (mark: Mark): string => `${space(indent + 1, mark)}[${at}]: `;
      return property(name, old[at], now[at], indent + 2, isPreview);
    });
    return `${title("~")}[\n${items.join("")}${space(indent)}]\n`;
  }
  const [isOldTree, isNewTree] = [isTree(old), isTree(now)];
  if (isProps(old) && isProps(now) && isOldTree && isNewTree) {
    const lines = differences(old, now, { indent: indent + 1, isPreview });
    return `${title("~")}{\n${lines}${space(indent)}}\n`;
  }
  if (isOldTree || isNewTree || isEmpty(old) || isEmpty(now)) {
    const line = (mark: Mark, value: Value): string =>
      isEmpty(value) ? "" : `${title(mark)}${shown(value, indent, mark)}\n`;
    return line("-", old) + line("+", now);
  }
  if (typeof old !== "string" || typeof now !== "string" || old === UNKNOWN || now === UNKNOWN)
    return `${title("~")}${scalar(old)} => ${scalar(now)}\n`;
  const [before, after] = [encoded(old), encoded(now)];
  if (before && after && !same(before.value, after.value)) {
    const kinds = before.kind === after.kind ? before.kind : `${before.kind} => ${after.kind}`;
    return `${title("~")}(${kinds}) ${difference(() => "", before.value, after.value, indent, isPreview)}`;
  }
  if (/\n/.test(old + now)) return `${title("~")}${textDifference(old, now, indent + 1)}`;
  return `${title("~")}${JSON.stringify(old)} => ${JSON.stringify(now)}\n`;
}

function property(
  title: Title,
  old: Value | undefined,
  now: Value | undefined,
  indent: number,
  isPreview = false,
): string {
  const [before, after] = [old ?? null, now ?? null];
  if (same(before, after)) return isEmpty(before) ? "" : `${title("")}${shown(before, indent)}\n`;
  if (before === null) return `${title("+")}${shown(after, indent, "+")}\n`;
  if (after === null) return `${title("-")}${shown(before, indent, "-")}\n`;
  return difference(title, before, after, indent, isPreview);
}

interface Shown {
  indent: number;
  /** Whether an output that is merely unknown yet is left out. */
  isPreview?: boolean;
  /** Properties to name; all, unless given. */
  isWanted?: (name: string) => boolean;
}

/** Every property of two versions of an object, whether it differs or not. */
function differences(
  olds: Props,
  news: Props,
  { indent, isPreview = false, isWanted = () => true }: Shown,
): string {
  const isThere = (name: string): boolean => {
    if (isInternal(name) || (olds[name] ?? news[name] ?? null) === null) return false;
    return !(isPreview && news[name] === UNKNOWN && (olds[name] ?? null) !== null);
  };
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(isThere).sort();
  const width = widest(names);
  const title = (name: string) => (mark: Mark) => `${space(indent, mark)}${name.padEnd(width)}: `;
  const lines = names
    .filter(isWanted)
    .map((name) => property(title(name), olds[name], news[name], indent, isPreview));
  return lines.join("");
}

/** An object's properties; with an older version, how they differ from it. */
export function tree(news: Props, olds: Props | undefined, indent: number): string {
  return olds && !same(olds, news) ? differences(olds, news, { indent }) : objectLines(news, indent).join("");
}

/**
 * What is worth saying of outputs: those that are no inputs of the same value, and those that differ from the old ones.
 * `isWhole` names the others too, as for the stack at the end of an update (rule 50).
 */
export function outputsTree(
  outputs: Props,
  olds: Props | undefined,
  { inputs = {}, indent, isPreview, isWhole }: Shown & { inputs?: Props; isWhole: boolean },
): string {
  const isNews = (name: string): boolean => !(name in inputs) || !same(inputs[name], outputs[name]);
  if (olds && !same(olds, outputs)) {
    const isWanted = (name: string): boolean => isNews(name) && (isWhole || !same(olds[name], outputs[name]));
    return differences(olds, outputs, { indent, isPreview, isWanted });
  }
  if (olds && !isWhole) return "";
  return objectLines(outputs, indent, "", (name) => isNews(name) && !isEmpty(outputs[name] ?? null)).join("");
}

/** Names of properties that differ, by how. */
export function differingNames(olds: Props, news: Props): Record<"adds" | "deletes" | "updates", string[]> {
  const isGiven = (props: Props, name: string): boolean => (props[name] ?? null) !== null;
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
    (name) => !isInternal(name) && !same(olds[name], news[name]),
  );
  return {
    adds: names.filter((name) => !isGiven(olds, name)),
    deletes: names.filter((name) => !isGiven(news, name)),
    updates: names.filter((name) => isGiven(olds, name) && isGiven(news, name)),
  };
}
