import type { AlterSequence, CreateSequence, SequenceOptions } from "../../ast";
import type { TokenStream } from "../../stream";
import { wholeNumber } from "../types";
import { ifNotExists } from "./shared";

export function createSequence(s: TokenStream, pos: number): CreateSequence {
  const exists = ifNotExists(s);
  const name = s.path();
  return { kind: "createSequence", pos, name, ifNotExists: exists, options: sequenceOptions(s) };
}

export function alterSequence(s: TokenStream, pos: number): AlterSequence {
  s.accept("IF", "EXISTS");
  const name = s.path();
  return { kind: "alterSequence", pos, name, options: sequenceOptions(s) };
}

/** Also those of an identity column, with or without parentheses. */
export function sequenceOptions(s: TokenStream): SequenceOptions {
  const options: { -readonly [K in keyof SequenceOptions]: SequenceOptions[K] } = {};
  for (;;) {
    if (s.accept("START")) {
      s.expect("WITH");
      if (!s.accept("LIMIT", "VALUE")) options.startWith = wholeNumber(s);
    } else if (s.accept("RESTART")) options.startWith = options.minValue ?? 1;
    else if (s.accept("INCREMENT")) {
      s.expect("BY");
      options.incrementBy = wholeNumber(s);
    } else if (s.accept("MINVALUE")) options.minValue = wholeNumber(s);
    else if (s.accept("MAXVALUE")) options.maxValue = wholeNumber(s);
    else if (s.accept("CYCLE")) options.cycle = true;
    else if (s.accept("NOCYCLE")) options.cycle = false;
    else if (s.accept("CACHE")) wholeNumber(s);
    else if (s.isOneOf(...plainOptions)) s.next();
    else return options;
  }
}

/** Options without a value that change nothing here. */
const plainOptions = "NOMINVALUE NOMAXVALUE NOCACHE ORDER NOORDER KEEP NOKEEP SCALE NOSCALE GLOBAL SESSION SHARD NOSHARD".split(" "); // prettier-ignore
