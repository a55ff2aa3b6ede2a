import type { Expression } from "../../lang/ast";
import { ora } from "../failure";
import { then } from "../frame";
import type { Eval } from "../frame";
import { boolean, number } from "../types";
import type { At, Code } from "./compiler";
import { cursorOf } from "./cursors";
import { compileName } from "./names";

export function cursorValue(at: At, e: Expression & { kind: "attribute" }): Eval {
  const named = { kind: "name", pos: e.pos, path: e.cursor, outer: false } as const;
  const declared = cursorOf(at, named);
  if (declared !== undefined) {
    const { cursor, home } = declared;
    return (frame) => then(home(frame), ({ slots }) => slots[cursor.slot] ?? null);
  }
  return compileName(at, named).run;
}

/** `c%found` and the like; of SQL itself where there is no cursor. */
export function attribute(
  name: "found" | "notfound" | "rowcount" | "isopen",
  cursor: Eval | undefined,
): Code {
  const type = name === "rowcount" ? number : boolean;
  if (cursor === undefined) {
    return {
      type,
      run: ({ run: { rowCount } }) => {
        if (name === "isopen") return false;
        if (rowCount === undefined) return null;
        return name === "rowcount" ? rowCount : name === "found" ? rowCount > 0 : rowCount === 0;
      },
    };
  }
  return {
    type,
    run: (frame) =>
      then(cursor(frame), (value) => {
        const state = value !== null && typeof value === "object" && "next" in value ? value : undefined;
        if (name === "isopen") return state?.open === true;
        if (state?.open !== true) throw ora(1001, "invalid cursor");
        if (name === "rowcount") return Math.min(state.next, state.rows.length);
        if (state.next === 0) return null;
        return state.next <= state.rows.length === (name === "found");
      }),
  };
}
