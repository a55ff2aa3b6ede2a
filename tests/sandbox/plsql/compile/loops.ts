import type { ForAll, Loop, QueryLoop, RangeLoop, WhileLoop } from "../../lang/ast";
import { RecordValue } from "../catalogue";
import type { Value } from "../catalogue";
import { ora } from "../failure";
import { then } from "../frame";
import type { Eval, Exec, Frame, Maybe, Signal } from "../frame";
import { Scope } from "../scope";
import { integer } from "../types";
import { toBoolean, toNumber } from "../values";
import { compileSequence } from "./block";
import { endSaving, saving } from "./bulkExceptions";
import type { At } from "./compiler";
import { cursorRows, cursorValue, queryRows } from "./cursors";
import { executeImmediate } from "./dynamic";
import { compileExpression } from "./expression";
import { collectionOf } from "./elements";
import { compileDml } from "./sql";
import { condition } from "./statements";

type Course = "next" | "leave" | Signal;

/** What a loop does with the signal of its body. */
function course(signal: Signal | undefined, label: string | undefined): Course {
  if (signal === undefined) return "next";
  if (signal.kind === "return" || (signal.label !== undefined && signal.label !== label)) return signal;
  return signal.kind === "exit" ? "leave" : "next";
}

type Again = () => boolean | Promise<boolean>;

/** Rounds follow each other without waiting, as long as nothing in them waits. */
function repeat(
  frame: Frame,
  body: Exec,
  label: string | undefined,
  again: Again,
): Maybe<Signal | undefined> {
  const { pos } = frame;
  for (;;) {
    frame.pos = pos;
    const more = again();
    if (more instanceof Promise) return goOn(frame, pos, body, label, again, more);
    if (!more) return undefined;
    const signal = body(frame);
    if (signal instanceof Promise) return goOn(frame, pos, body, label, again, undefined, signal);
    const next = course(signal, label);
    if (next === "leave") return undefined;
    if (next !== "next") return next;
    const pause = frame.run.step();
    if (pause !== undefined) return goOn(frame, pos, body, label, again, undefined, pause);
  }
}

/** The rest of a loop in which something waits: for `more`, or within a round. */
async function goOn(
  frame: Frame,
  pos: number,
  body: Exec,
  label: string | undefined,
  again: Again,
  more: Promise<boolean> | undefined,
  round?: Promise<Signal | undefined>,
): Promise<Signal | undefined> {
  let [waiting, running] = [more, round];
  for (;;) {
    if (running === undefined) {
      if (!(await (waiting ?? again()))) return undefined;
      waiting = undefined;
    }
    const next = course((await (running ?? body(frame))) ?? undefined, label);
    running = undefined;
    if (next === "leave") return undefined;
    if (next !== "next") return next;
    const pause = frame.run.step();
    if (pause !== undefined) await pause;
    frame.pos = pos;
  }
}

export function plainLoop(at: At, { label, body }: Loop): Exec {
  const inner = compileSequence(at, body);
  return (frame) => repeat(frame, inner, label?.name, () => true);
}

export function whileLoop(at: At, { label, body, when }: WhileLoop): Exec {
  const test = condition(at, when).run;
  const inner = compileSequence(at, body);
  return (frame) =>
    repeat(frame, inner, label?.name, () => then(test(frame), (value) => toBoolean(value) === true));
}

export function forLoopOverRange(at: At, { label, body, variable, from, to, reverse }: RangeLoop): Exec {
  const low = compileExpression(at, from).run;
  const high = compileExpression(at, to).run;
  const scope = at.scope.inner(label);
  const { slot } = scope.variable(variable.name, integer, true);
  const inner = compileSequence({ ...at, scope }, body);
  return async (frame) => {
    const first = bound(await low(frame));
    const last = bound(await high(frame));
    let next = reverse ? last : first;
    return repeat(frame, inner, label?.name, () => {
      if (reverse ? next < first : next > last) return false;
      frame.slots[slot] = next;
      next += reverse ? -1 : 1;
      return true;
    });
  };
}

function bound(value: Value): number {
  const given = toNumber(value);
  if (given === null) throw ora(6502, "PL/SQL: value or conversion error: NULL bound in a loop");
  return Math.round(given);
}

/** Over a query in parentheses or a cursor. */
export function forLoopOverQuery(at: At, { label, body, variable, over }: QueryLoop): Exec {
  const { type, open, keep } = over.kind === "query" ? queryRows(at, over) : cursorRows(at, over);
  const scope = at.scope.inner(label);
  const { slot } = scope.variable(variable.name, type);
  const inner = compileSequence({ ...at, scope }, body);
  return async (frame) => {
    const cursor = cursorValue(await open(frame));
    const { columns, rows } = cursor;
    keep?.(frame, cursor);
    try {
      return await repeat(frame, inner, label?.name, () => {
        const row = rows[cursor.next++];
        if (row === undefined) return false;
        frame.slots[slot] = new RecordValue(row.map((value, column) => [columns[column]!.name, value]));
        return true;
      });
    } finally {
      keep?.(frame, null);
    }
  };
}

export function forAll(at: At, { variable, range, saveExceptions, statement }: ForAll): Exec {
  const scope: Scope = at.scope.inner(undefined);
  const indexes = forAllIndexes(at, range);
  const { slot } = scope.variable(variable.name, integer, true);
  const inner = { ...at, scope };
  const exec =
    statement.kind === "executeImmediate" ? executeImmediate(inner, statement) : compileDml(inner, statement);
  return async (frame) => {
    let count = 0;
    if (saveExceptions) frame.run.bulkExceptions = [];
    for (const [round, index] of (await indexes(frame)).entries()) {
      frame.slots[slot] = index;
      if (!saveExceptions) await exec(frame);
      else if (!(await saving(exec, frame, round + 1))) continue;
      count += frame.run.rowCount ?? 0;
    }
    frame.run.rowCount = count;
    if (saveExceptions) endSaving(frame);
    return undefined;
  };
}

function forAllIndexes(at: At, range: ForAll["range"]): (frame: Frame) => Promise<Value[]> {
  if (range.kind === "range") {
    const [from, to]: [Eval, Eval] = [
      compileExpression(at, range.from).run,
      compileExpression(at, range.to).run,
    ];
    return async (frame) => {
      const first = toNumber(await from(frame));
      const last = toNumber(await to(frame));
      // An empty collection has no first and last.
      if (first === null || last === null) return [];
      return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);
    };
  }
  const of = compileExpression(at, range.of).run;
  return async (frame) => {
    const collection = collectionOf(await of(frame));
    return range.kind === "indices" ? collection.keys() : collection.values();
  };
}
