/** A property value: JSON, with secrets in the protocol's envelope and unknowns as the protocol's text. */
export type Value = null | boolean | number | string | Value[] | Props;
export interface Props {
  [name: string]: Value | undefined;
}

export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export const isProps = (value: unknown): value is Props =>
  typeof value === "object" && value !== null && !Array.isArray(value);
export const isSecret = (value: unknown): value is Props => isProps(value) && value[SIGNATURE] === SECRET;
export const seal = (value: Value): Value => (isSecret(value) ? value : { [SIGNATURE]: SECRET, value });

/** Whether a test holds for a value or anything in it. */
export function some(value: Value | undefined, test: (value: Value) => boolean): boolean {
  if (value === undefined) return false;
  if (test(value)) return true;
  if (Array.isArray(value)) return value.some((item) => some(item, test));
  return isProps(value) && Object.values(value).some((item) => some(item, test));
}
/** Whether a value is or holds something of the kind. */
export const hasSecret = (value: Value | undefined): boolean => some(value, isSecret);
export const hasUnknown = (value: Value | undefined): boolean => some(value, (item) => item === UNKNOWN);

/** A value without what in it is unknown, as calls get it that take only what is known (rules 32, 75). */
export function known(value: Value | undefined): Value | undefined {
  if (Array.isArray(value)) return value.map(known).filter((item) => item !== undefined);
  if (isProps(value)) return mapProps(value, known);
  return value === UNKNOWN ? undefined : value;
}

/** Properties with other values, without those of which `to` makes nothing. */
export function mapProps(props: Props, to: (value: Value, name: string) => Value | undefined): Props {
  const given = Object.entries(props).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, to(value, name)]));
}

/** A value with everything in it replaced for which there is an answer, from the outside in. */
export function replaced(value: Value, answer: (value: Value) => Value | undefined): Value {
  const found = answer(value);
  if (found !== undefined) return found;
  if (Array.isArray(value)) return value.map((item) => replaced(item, answer));
  return isProps(value) ? mapProps(value, (item) => replaced(item, answer)) : value;
}

/** The value without its envelopes, as a provider gets it (rule 25). */
export const plain = (value: Value): Value =>
  replaced(value, (item) => (isSecret(item) ? plain(item.value ?? null) : undefined));
/** The same of properties. */
export const plainProps = (props: Props): Props => mapProps(props, plain);

/** What is secret in `like` becomes secret in `value`: inside objects by path, a list as a whole (rule 25). */
export function sealLike(value: Props, like: Props): Props {
  return mapProps(value, (item, name) => {
    const model = like[name];
    if (isSecret(item) || !hasSecret(model)) return item;
    return isProps(item) && isProps(model) && !isSecret(model) ? sealLike(item, model) : seal(item);
  });
}

/** Envelopes move outwards: a list with a secret in it is secret as a whole. */
export const sealLists = (value: Value): Value =>
  replaced(value, (item) => {
    if (isSecret(item)) return seal(plain(item));
    return Array.isArray(item) && hasSecret(item) ? seal(plain(item)) : undefined;
  });

/** Properties of these names become secret as a whole (rule 25). */
export const sealNamed = (value: Props, names: readonly string[]): Props =>
  mapProps(value, (item, name) => (names.includes(name) ? seal(plain(item)) : item));

/** Properties in order of their names, as the state has them. */
export const sortedProps = <T>(props: Record<string, T>): Record<string, T> =>
  Object.fromEntries(Object.entries(props).sort(([a], [b]) => (a < b ? -1 : 1)));
/** For `JSON.stringify`: every object with its properties in order. */
export const inOrder = (_name: string, item: Value): Value => (isProps(item) ? sortedProps(item) : item);
/** JSON text that does not depend on the order of properties. */
export const canonical = (value: Value | undefined): string => JSON.stringify(value ?? null, inOrder);
export const equal = (a: Value | undefined, b: Value | undefined): boolean => canonical(a) === canonical(b);

/** An object without what is empty, false or not there. */
export function given<T extends object>(object: T): Partial<T> {
  const isEmpty = (value: unknown): boolean =>
    typeof value === "object" && value !== null ? Object.keys(value).length === 0 : !value;
  const entries = Object.entries(object).filter(([, value]) => !isEmpty(value));
  return Object.fromEntries(entries) as Partial<T>;
}
