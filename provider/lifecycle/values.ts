/** How Pulumi writes "not known before the run" where the provider sees plain values (rule 13). */
export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const secretSignature = "4dabf18193072939515e22adb298388d";
const secretMark = "1b47061264138c4ac30d75fd1eb44270";

export function hasUnknown(value: unknown): boolean {
  if (value === unknownValue) return true;
  if (Array.isArray(value)) return value.some(hasUnknown);
  return isRecord(value) && Object.values(value).some(hasUnknown);
}

/** The envelope in which the engine takes a value as secret, whatever the resource's options say (rule 25). */
export function secret(value: string): object {
  return { [secretSignature]: secretMark, value };
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Left out, null, empty text and an empty list all mean "nothing there": Oracle stores no difference. */
export function isAbsent(value: unknown): boolean {
  return (
    value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0)
  );
}

/** Without the absent ones: an `undefined` anywhere in an answer kills the call after the object exists (rule 38). */
export function present(properties: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const kept: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(properties)) {
    if (!isAbsent(value)) kept[name] = withoutUndefined(value);
  }
  return kept;
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.filter((item) => item !== undefined).map(withoutUndefined);
  if (!isRecord(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([name, item]) => [name, withoutUndefined(item)]),
  );
}

/** Equality of normal forms: by value, the order of keys does not count. */
export function same(left: unknown, right: unknown): boolean {
  if (isAbsent(left) || isAbsent(right)) return isAbsent(left) === isAbsent(right);
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) =>
    isRecord(item) ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1))) : item,
  );
}
