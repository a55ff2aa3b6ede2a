import type { Argument, Expression } from "../../lang/ast";
import { CompileProblem, pls } from "../failure";
import { assignable } from "../types";
import type { Type } from "../types";
import type { At, Code } from "./compiler";
import { compileExpression } from "./expression";
import { compilePlace } from "./places";
import type { Place } from "./places";

export interface Formal {
  /** In upper case. */
  readonly name: string;
  readonly mode: "in" | "out" | "in out";
  readonly type: Type;
  readonly optional: boolean;
}

/** What is given for a parameter: a value, a place that is written to, or nothing. */
export type Actual =
  | { readonly kind: "value"; readonly code: Code }
  | { readonly kind: "place"; readonly place: Place }
  | undefined;

/** The argument of each parameter, undefined for those left out; or undefined where they do not fit together. */
export function pair(
  formals: readonly Formal[],
  args: readonly Argument[],
): (Expression | undefined)[] | undefined {
  const given: (Expression | undefined)[] = formals.map(() => undefined);
  let named = false;
  for (const [index, { name, value }] of args.entries()) {
    named ||= name !== undefined;
    if (named && name === undefined) return undefined;
    const position = name === undefined ? index : formals.findIndex((formal) => formal.name === name.name);
    if (position < 0 || position >= formals.length || given[position] !== undefined) return undefined;
    given[position] = value;
  }
  return formals.every(({ optional }, index) => optional || given[index] !== undefined) ? given : undefined;
}

interface Match<Candidate> {
  readonly candidate: Candidate;
  readonly actuals: readonly Actual[];
}

/** Chooses among overloads, by names and number of arguments and then by their types. */
export function match<Candidate extends { readonly formals: readonly Formal[] }>(
  at: At,
  { name, pos, args }: { name: string; pos: number; args: readonly Argument[] },
  candidates: readonly Candidate[],
): Match<Candidate> {
  const wrong = pls(pos, 306, `wrong number or types of arguments in call to '${name}'`);
  let best: (Match<Candidate> & { score: number }) | undefined;
  let problem: CompileProblem | undefined;
  for (const candidate of candidates) {
    const given = pair(candidate.formals, args);
    if (given === undefined) continue;
    try {
      const actuals = given.map((e, index) => actual(at, e, candidate.formals[index]!, wrong));
      const score = actuals.reduce((sum, a, index) => sum + closeness(a, candidate.formals[index]!), 0);
      if (best === undefined || score > best.score) best = { candidate, actuals, score };
    } catch (error) {
      if (!(error instanceof CompileProblem)) throw error;
      // What is wrong inside an argument is told before what does not fit.
      if (problem === undefined || problem === wrong) problem = error;
    }
  }
  if (best !== undefined) return best;
  if (problem !== undefined) throw problem;
  for (const { value } of args) compileExpression(at, value);
  throw wrong;
}

function actual(at: At, e: Expression | undefined, formal: Formal, wrong: CompileProblem): Actual {
  if (e === undefined) return undefined;
  if (formal.mode === "in") {
    const code = compileExpression(at, e);
    if (!assignable(code.type, formal.type)) throw wrong;
    return { kind: "value", code };
  }
  const place = compilePlace(at, e);
  if (formal.mode === "in out" && e.kind === "bind") at.compiler.read.add(e.name);
  if (!assignable(formal.type, place.type)) throw wrong;
  return { kind: "place", place };
}

function closeness(given: Actual, formal: Formal): number {
  if (given === undefined) return 0;
  const { kind } = given.kind === "value" ? given.code.type : given.place.type;
  if (kind === formal.type.kind) return 3;
  if ((kind === "text" && formal.type.kind === "clob") || (kind === "clob" && formal.type.kind === "text"))
    return 2;
  return kind === "any" || kind === "null" ? (formal.type.kind === "text" ? 2 : 1) : 0;
}
