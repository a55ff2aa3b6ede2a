import type { Instance } from "../instance";
import { codeViews } from "./code";
import { jobViews } from "./jobs";
import { objectViews } from "./objects";
import { rightViews } from "./rights";
import { sessionViews } from "./sessions";
import { tableViews } from "./tables";

/** Oracle's own views of what there is. */
export function addDictionary(instance: Instance): void {
  const views = [
    ...objectViews(instance),
    ...tableViews(instance),
    ...codeViews(instance),
    ...rightViews(instance),
    ...sessionViews(instance),
    ...jobViews(instance),
  ];
  for (const spec of views) instance.sqlCatalogue.addComputed(spec);
}
