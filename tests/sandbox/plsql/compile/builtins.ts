import type { Builtin } from "../builtins";
import type { Argument } from "../../lang/ast";
import { pls } from "../failure";
import { evaluateAll, then } from "../frame";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";

/** A function of STANDARD: arguments by position, as many as it takes. */
export function callBuiltin(
  at: At,
  standard: Builtin,
  { name, pos, args }: { name: string; pos: number; args: readonly Argument[] },
): Code {
  const codes = args.map(({ value }) => compileExpression(at, value));
  const misfit =
    args.length < standard.least ||
    args.length > standard.most ||
    args.some((argument) => argument.name !== undefined && name !== "RAISE_APPLICATION_ERROR") ||
    codes.some(
      ({ type }) =>
        type.kind === "record" ||
        type.kind === "collection" ||
        (type.kind === "boolean" && standard.booleans !== true),
    );
  if (misfit) throw pls(pos, 306, `wrong number or types of arguments in call to '${name}'`);
  const types = codes.map(({ type }) => type);
  const runs = codes.map(({ run }) => run);
  return {
    type: typeof standard.type === "function" ? standard.type(types) : standard.type,
    run: (frame) => then(evaluateAll(runs, frame), (values) => standard.run(values, { frame, types })),
  };
}
