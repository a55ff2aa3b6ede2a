import type { Column, ExecuteResult, WireValue } from "../../net/backend";
import { OraError } from "../../errors";
import { execute } from "../call";
import { bindValues, pagesItself } from "../parameters";
import { takePage } from "../paging";
import type { PageOfRows } from "../paging";
import type { Exchange } from "./exchange";

export interface Rows extends PageOfRows {
  readonly columns: readonly Column[];
}

/** Runs the handler's query and takes the page that is asked for. */
export async function queryPage(exchange: Exchange): Promise<Rows> {
  const { columns, rows } = await query(exchange);
  const { limit, offset } = exchange.page;
  if (pagesItself(exchange.handler.source)) {
    // The source was told the page; a full one may have another behind it.
    const all = [...rows];
    return { columns, rows: all, hasMore: limit > 0 && all.length >= limit };
  }
  return { columns, ...takePage(rows, { limit, offset }) };
}

export async function firstRow(
  exchange: Exchange,
): Promise<{ readonly columns: readonly Column[]; readonly row: readonly WireValue[] | undefined }> {
  const { columns, rows } = await query(exchange);
  return { columns, row: takePage(rows, { offset: 0, limit: 1 }).rows[0] };
}

export async function query(exchange: Exchange): Promise<Extract<ExecuteResult, { kind: "rows" }>> {
  const { session, handler, signal } = exchange;
  const result = await execute(session, handler.source, bindValues(handler, exchange), signal);
  if (result.kind !== "rows") throw new OraError(900, "ORA-00900: invalid SQL statement");
  return result;
}
