import type { Expression } from "../../lang/ast";
import { CollectionValue, RecordValue } from "../catalogue";
import { failureOf, ora } from "../failure";
import type { Exec, Frame } from "../frame";
import { integer } from "../types";
import type { Code } from "./compiler";

/** SQL%BULK_EXCEPTIONS, as the parser names it: what FORALL ... SAVE EXCEPTIONS has met. */
export function isBulkExceptions(e: Expression): boolean {
  return e.kind === "name" && e.path[0]?.name === "SQL%BULK_EXCEPTIONS";
}

const element = {
  kind: "record",
  name: "BULK_EXCEPTION",
  fields: new Map([
    ["ERROR_INDEX", integer],
    ["ERROR_CODE", integer],
  ]),
} as const;

export const bulkExceptions: Code = {
  type: { kind: "collection", name: "BULK_EXCEPTIONS", of: element, index: "number" },
  run: ({ run }) => CollectionValue.of(run.bulkExceptions),
};

/** Goes on after a statement that fails. `round` counts from 1, whatever the index is. */
export async function saving(exec: Exec, frame: Frame, round: number): Promise<boolean> {
  try {
    await exec(frame);
    return true;
  } catch (error) {
    frame.run.bulkExceptions.push(
      new RecordValue([
        ["ERROR_INDEX", round],
        ["ERROR_CODE", failureOf(error).code],
      ]),
    );
    return false;
  }
}

/** @throws Failure 24381 where something was saved */
export function endSaving({ run }: Frame): void {
  if (run.bulkExceptions.length > 0) throw ora(24381, "error(s) in array DML");
}
