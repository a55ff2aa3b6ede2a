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
export const hasSecret = (value: Value | undefined): boolean => some(value, isSecret);
export const hasUnknown = (value: Value | undefined): boolean => some(value, (item) => item === UNKNOWN);

/** The value without its envelopes, as a provider gets it (rule 25). */
export function plain(value: Value): Value {
  if (isSecret(value)) return plain(value.value ?? null);
  if (Array.isArray(value)) return value.map(plain);
  return isProps(value) ? plainProps(value) : value;
}
export const plainProps = (props: Props): Props => mapProps(props, plain);

export function mapProps(props: Props, to: (value: Value, name: string) => Value | undefined): Props {
  const given = Object.entries(props).filter((entry): entry is [string, Value] => entry[1] !== undefined);
  return Object.fromEntries(given.map(([name, value]) => [name, to(value, name)]));
}

/** What is secret in `like` becomes secret in `value`: inside objects by path, a list as a whole (rule 25). */
export function sealLike(value: Props, like: Props): Props {
  return mapProps(value, (item, name) => {
    const model = like[name];
    if (isSecret(item) || !hasSecret(model)) return item;
    return isProps(item) && isProps(model) && !isSecret(model) ? sealLike(item, model) : seal(item);
  });
}

/** Envelopes move outwards: a list with a secret in it is secret as a whole. */
export function sealLists(value: Value): Value {
  if (Array.isArray(value)) return hasSecret(value) ? seal(plain(value)) : value;
  if (!isProps(value)) return value;
  return isSecret(value) ? seal(plain(value.value ?? null)) : mapProps(value, sealLists);
}

export const sealNamed = (value: Props, names: readonly string[]): Props =>
  mapProps(value, (item, name) => (names.includes(name) ? seal(plain(item)) : item));

/** JSON text that does not depend on the order of properties. */
export function canonical(value: Value | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isProps(value)) return JSON.stringify(value ?? null);
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  return `{${names
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join()}}`;
}
export const equal = (a: Value | undefined, b: Value | undefined): boolean => canonical(a) === canonical(b);
export const sortedProps = (props: Props): Props =>
  Object.fromEntries(Object.entries(props).sort(([a], [b]) => (a < b ? -1 : 1)));
