import { equal, isProps, isSecret, plain, type Props, seal, type Value } from "./values";

type Path = readonly (string | number)[];

/** `a.b[0]["c"]` in its parts; `*` stands for all of a map or list. */
export const pathOf = (text: string): (string | number)[] =>
  [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name = ""]) =>
    quoted !== undefined ? quoted.replaceAll('\\"', '"') : index !== undefined ? Number(index) : name,
  );

/** The same the other way round. */
export const pathText = (path: Path): string =>
  path
    .map((part, at) => {
      if (typeof part === "number") return `[${part}]`;
      if (/\W/.test(part)) return `["${part.replaceAll('"', '\\"')}"]`;
      return at === 0 ? part : `.${part}`;
    })
    .join("");

/** Whether any of these paths leads to one, or to what that is in (rule 14). */
export function leading(texts: readonly string[] = []): (path: Path) => boolean {
  const paths = texts.map(pathOf);
  return (path) =>
    paths.some(
      (one) => one.length <= path.length && one.every((part, at) => part === "*" || part === path[at]),
    );
}

const isMap = (value: Value): value is Props => isProps(value) && !isSecret(value);

/** Paths at which a value became another one, and how. A secret is one value, whatever is in it (rule 14). */
export function changedPaths(
  old: Value,
  now: Value,
  path: Path = [],
): (readonly [path: Path, kind: "add" | "delete" | "update"])[] {
  if (equal(plain(old), plain(now))) return [];
  if (Array.isArray(old) && Array.isArray(now)) {
    const [shared, most] = [Math.min(old.length, now.length), Math.max(old.length, now.length)];
    return Array.from({ length: most }, (_, at) =>
      at < shared
        ? changedPaths(old[at]!, now[at]!, [...path, at])
        : [[[...path, at], at < old.length ? "delete" : "add"] as const],
    ).flat();
  }
  if (isMap(old) && isMap(now))
    return Object.keys({ ...old, ...now }).flatMap((name) =>
      changedPaths(old[name] ?? null, now[name] ?? null, [...path, name]),
    );
  return [[path, old === null ? "add" : now === null ? "delete" : "update"]];
}

type Container = Record<string | number, Value | undefined>;

/** What a part of a path can name something in. */
function container(value: Value | undefined, part: string | number): Container | undefined {
  const isList = Array.isArray(value) && (part === "*" || typeof part === "number");
  return isList || (isProps(value) && typeof part === "string") ? (value as Container) : undefined;
}

const opened = (value: Value | undefined): Value | undefined =>
  isSecret(value) ? (value.value ?? null) : value;

/**
 * Puts the old value at a path back into the new one, in which nothing is added or removed on the way: a list keeps its
 * length. False when that is not possible (rule 49).
 */
function putBack(path: Path, old: Value | undefined, now: Value | undefined): boolean {
  const [part = "", ...rest] = path;
  const [olds, news] = [container(opened(old), part), container(opened(now), part)];
  const one = (name: string | number): boolean => {
    const [hasOld, hasNew] = [olds && name in olds, news && name in news];
    const isItem = typeof name === "number";
    if ((isItem || rest.length > 0) && !(olds && news)) return !olds && !news;
    if (isItem && hasOld !== hasNew) return false;
    if (rest.length > 0) {
      if (isItem ? !hasOld : hasOld && !hasNew) return false;
      return (!hasOld && !hasNew) || putBack(rest, olds?.[name], news?.[name]);
    }
    if (!news || !hasOld) return news ? Reflect.deleteProperty(news, name) : !hasOld;
    const value = olds?.[name] ?? null;
    news[name] = isSecret(old) && !isSecret(now) ? seal(value) : value;
    return true;
  };
  if (part !== "*") return one(part);
  if (!news) return false;
  if (!olds || Array.isArray(olds) !== Array.isArray(news)) return rest.length === 0;
  const isList = Array.isArray(olds);
  const added = isList || rest.length === 0 ? Object.keys(news) : [];
  const names = [...new Set([...Object.keys(olds), ...added])].map((name) => (isList ? Number(name) : name));
  return rest.length > 0 ? names.every(one) : names.map(one).every(Boolean);
}

/** The inputs with the old ones where `ignoreChanges` says so, and the paths where that is not possible (rules 8, 49). */
export function ignoring(
  inputs: Props,
  paths: readonly string[],
  olds: Props,
): { inputs: Props; impossible: string[] } {
  const result = structuredClone(inputs);
  return {
    inputs: result,
    impossible: paths.filter((path) => !putBack(pathOf(path), structuredClone(olds), result)),
  };
}
