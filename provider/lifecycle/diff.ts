import { attributesOf } from "./check";
import type { AnyLifecycle } from "./description";
import { hasUnknown, isAbsent, same } from "./values";

type Properties = Readonly<Record<string, unknown>>;

/** Names of the attributes whose wanted value differs from what is there. An unknown value counts as a difference. */
export function changedAttributes(lifecycle: AnyLifecycle, had: Properties, want: Properties): string[] {
  return attributesOf(lifecycle)
    .filter(([name, attribute]) => {
      if (attribute.change === "none") return false;
      if (attribute.keep && isAbsent(want[name])) return false;
      // A state of an earlier version of this package does not have it.
      if (attribute.change === "look" && isAbsent(had[name])) return false;
      return hasUnknown(want[name]) || !same(had[name], want[name]);
    })
    .map(([name]) => name);
}

/**
 * The changes that only delete and create can make. An unknown part of the key is one of them: that is how the engine asks
 * whether this resource must go before what it refers to is replaced (rule 11).
 */
export function replacingAttributes(
  lifecycle: AnyLifecycle,
  changed: readonly string[],
  want: Properties,
): string[] {
  return attributesOf(lifecycle)
    .filter(([name, attribute]) => {
      if (!changed.includes(name)) return false;
      return attribute.change === "replace" || (attribute.parent === true && hasUnknown(want[name]));
    })
    .map(([name]) => name);
}
