import type { DataType } from "../../lang/ast";
import { then } from "../frame";
import { coerce } from "../values";
import type { At, Code } from "./compiler";
import { typeOf } from "./types";

export function castTo(at: At, code: Code, dataType: DataType): Code {
  const type = typeOf(at, dataType);
  return { type, run: (frame) => then(code.run(frame), (value) => coerce(value, type, code.type)) };
}
