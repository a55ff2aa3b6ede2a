import type { ExecuteImmediate } from "../../lang/ast";
import { parse } from "../../lang";
import type { Value } from "../catalogue";
import { ora } from "../failure";
import { evaluateAll } from "../frame";
import type { Exec, Frame } from "../frame";
import type { SqlResult } from "../sql";
import { toText } from "../values";
import { executeBlock } from "../execute";
import type { At } from "./compiler";
import { compileExpression } from "./expression";
import { compilePlace } from "./places";
import { storeRows } from "./sql";

/** EXECUTE IMMEDIATE: binds are by position, whatever their names. */
export function executeImmediate(at: At, s: ExecuteImmediate): Exec {
  const text = compileExpression(at, s.text).run;
  const using = s.using.map(({ mode, value }) =>
    mode === "out" ? () => null : compileExpression(at, value).run,
  );
  const outs = s.using.map(({ mode, value }) => (mode === "in" ? undefined : compilePlace(at, value)));
  const store = s.into === undefined ? undefined : storeRows(at, s.into, undefined);
  const returned = s.returning === undefined ? undefined : storeRows(at, s.returning, undefined);
  return async (frame) => {
    const source = toText(await text(frame));
    if (source === null) throw ora(6535, "statement string in EXECUTE IMMEDIATE is NULL or 0 length");
    const { result, binds } = await runText(frame, source, await evaluateAll(using, frame));
    for (const [index, out] of outs.entries()) await out?.set(frame, binds[index] ?? null);
    if (result?.kind === "rows") {
      frame.run.rowCount = result.rows.length;
      await store?.(frame, result.rows);
    } else if (result?.kind === "done") {
      frame.run.rowCount = result.rowsAffected;
      await returned?.(frame, result.returning ?? []);
    }
    return undefined;
  };
}

/** Binds of a text in the order of their places: in SQL each place counts, in a block each name. */
function bindNames(text: string, isBlock: boolean): string[] {
  const names: string[] = [];
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === "object" && node !== null) {
      const { kind, name } = node as { kind?: unknown; name?: unknown };
      if (kind === "bind" && typeof name === "string" && !(isBlock && names.includes(name))) names.push(name);
      Object.values(node).forEach(visit);
    }
  };
  visit(parse(text).statement);
  return names;
}

interface Ran {
  readonly result: SqlResult | undefined;
  /** Values of the binds afterwards, in the order they were given. */
  readonly binds: readonly Value[];
}

export async function runText(frame: Frame, text: string, values: readonly Value[]): Promise<Ran> {
  const { run } = frame;
  const { statement } = parse(text);
  const isBlock = statement.kind === "block" || statement.kind === "call";
  const names = bindNames(text, isBlock);
  if (values.length < names.length) throw ora(1008, "not all variables bound");
  if (values.length > names.length) throw ora(1006, "bind variable does not exist");
  const binds = new Map(names.map((name, index) => [name, values[index] ?? null]));
  if (isBlock) {
    await executeBlock(frame.session, text, binds, run.signal);
    return { result: undefined, binds: names.map((name) => binds.get(name) ?? null) };
  }
  const result = await frame.session.execute(text, statement, binds, run.signal);
  return { result, binds: values };
}
