import type { Change } from "./display";
import { changedPaths, leading, pathText } from "../state/paths";
import type { Props } from "../state/values";

/** What the event log says of the inputs where the engine itself compared them (rule 14). */
export function detailed({ old, now }: Change): Props {
  const isReplacing = leading(now?.replaceOnChanges);
  const found = changedPaths(old?.inputs ?? {}, now?.inputs ?? {});
  const entries = found.map(([path, kind]) => {
    return [
      pathText(path),
      { diffKind: isReplacing(path) ? `${kind}-replace` : kind, inputDiff: true },
    ] as const;
  });
  const diffs = [...new Set(found.map(([[name = ""]]) => `${name}`))].sort();
  return { diffs, detailedDiff: Object.fromEntries(entries) };
}
