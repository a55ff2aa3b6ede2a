import { attributesOf } from "./check";
import type { AnyLifecycle } from "./description";
import { isAbsent } from "./values";

type Properties = Readonly<Record<string, unknown>>;

/** `basePath is "/x/" there and "/y/" here; comments is nothing there and "hello" here`. */
export function differencesInWords(
  lifecycle: AnyLifecycle,
  names: readonly string[],
  there: Properties,
  here: Properties,
): string {
  const hidden = new Set(
    attributesOf(lifecycle)
      .filter(([, attribute]) => attribute.hidden)
      .map(([name]) => name),
  );
  return names
    .map((name) =>
      hidden.has(name)
        ? `${name} differs`
        : `${name} is ${inWords(there[name])} there and ${inWords(here[name])} here`,
    )
    .join("; ");
}

/** Longest value that is quoted whole, in characters. */
const longest = 80;

function inWords(value: unknown): string {
  if (isAbsent(value)) return "nothing";
  const text = JSON.stringify(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}
