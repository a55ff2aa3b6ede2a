import { notSupported } from "../problems";
import type { Reply } from "../reply";
import { block } from "./block";
import { collection, item, legacyFeed, legacyQuery } from "./collection";
import { csv } from "./csv";
import type { Exchange } from "./exchange";
import { lob } from "./lob";

export type { Exchange } from "./exchange";

/** Facts 38 and 39. */
const sourceTypes = new Map<string, (exchange: Exchange) => Promise<Reply>>(
  Object.entries({
    "json/collection": collection,
    "json/item": item,
    "json/query": legacyQuery,
    "json/query;type=feed": legacyFeed,
    "json/query;type=single": item,
    "plsql/block": block,
    "resource/lob": lob,
    "csv/query": csv,
  }),
);

/** Runs a handler's source by its type. */
export async function runSource(exchange: Exchange): Promise<Reply> {
  const run = sourceTypes.get(exchange.handler.sourceType.toLowerCase().replace(/\s/g, ""));
  if (run === undefined) throw notSupported(`The source type ${exchange.handler.sourceType}`);
  return run(exchange);
}

/** A document of rows has an ETag; what a block prints has none. */
export function isQuery(sourceType: string): boolean {
  return !sourceType.toLowerCase().startsWith("plsql/");
}
