import { isProps, isSecret, type Props, seal, type Value } from "./values";

/** `a.b[0]["c"]` in its parts; `*` stands for all of a map or list. */
export const pathOf = (text: string): (string | number)[] =>
  [...text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)].map(([, quoted, index, name = ""]) =>
    quoted !== undefined ? quoted.replaceAll('\\"', '"') : index !== undefined ? Number(index) : name,
  );

type Container = Record<string | number, Value | undefined>;

/** Whether a part can name something in a value, and what it names. */
function container(value: Value | undefined, part: string | number): Container | undefined {
  if (part === "*") return isProps(value) || Array.isArray(value) ? (value as Container) : undefined;
  return (typeof part === "number" ? Array.isArray(value) : isProps(value))
    ? (value as Container)
    : undefined;
}

const drop = (target: Container, name: string | number): boolean => Reflect.deleteProperty(target, name);

/**
 * Puts the old value at a path back into the new one, in which nothing is added or removed on the way: a list keeps its
 * length. False when that is not possible (rule 49).
 */
export function putBack(
  path: readonly (string | number)[],
  sealedOld: Value | undefined,
  sealedNew: Value | undefined,
): boolean {
  const [part = "", ...rest] = path;
  const open = (value: Value | undefined): Value | undefined =>
    isSecret(value) ? (value.value ?? null) : value;
  const restored = (value: Value): Value =>
    isSecret(sealedOld) && !isSecret(sealedNew) ? seal(value) : value;
  const [olds, news] = [container(open(sealedOld), part), container(open(sealedNew), part)];
  const isList = Array.isArray(olds) || Array.isArray(news);
  if (part === "*") {
    if (!news || (olds && Array.isArray(olds) !== Array.isArray(news)))
      return news !== undefined && rest.length === 0;
    if (!olds) return rest.length === 0;
    const names = isList ? [...new Set([...Object.keys(olds), ...Object.keys(news)])] : Object.keys(olds);
    const isSameLength = !isList || Object.keys(olds).length === Object.keys(news).length;
    if (rest.length > 0)
      return (
        names.every((name) => name in olds && name in news && putBack(rest, olds[name], news[name])) &&
        isSameLength
      );
    for (const name of Object.keys(olds))
      if (!isList || name in news) news[name] = restored(olds[name] ?? null);
    for (const name of isList ? [] : Object.keys(news)) if (!(name in olds)) drop(news, name);
    return isSameLength;
  }
  const [hasOld, hasNew] = [olds !== undefined && part in olds, news !== undefined && part in news];
  if (rest.length > 0) {
    if (!olds || !news) return !olds && !news;
    if (typeof part === "number" ? !hasOld || !hasNew : hasOld && !hasNew) return false;
    return (!hasOld && !hasNew) || putBack(rest, olds[part], news[part]);
  }
  if (typeof part === "number") {
    if (!olds || !news || hasOld !== hasNew) return !olds && !news;
    if (hasOld) news[part] = restored(olds[part] ?? null);
    return true;
  }
  if (!olds || !hasOld) return news ? drop(news, part) : true;
  if (news) news[part] = restored(olds[part] ?? null);
  return news !== undefined;
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
