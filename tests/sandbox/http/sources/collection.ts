import type { Link, Reply } from "../reply";
import { jsonReply } from "../reply";
import { plainText, rowText } from "../json";
import { pageLinks } from "../paging";
import { notFound } from "../problems";
import type { Exchange } from "./exchange";
import { firstRow, queryPage } from "./rows";
import type { Rows } from "./rows";

/** json/collection: a page of rows with what leads to the others (fact 133). */
export async function collection(exchange: Exchange): Promise<Reply> {
  const { self, describedBy, page, request } = exchange;
  const rows = await queryPage(exchange);
  const links: Link[] = [
    { rel: "self", href: self },
    { rel: "describedby", href: describedBy },
    ...pageLinks(self, request.query, page, rows.hasMore),
  ];
  return jsonReply(200, collectionText(itemTexts(rows, self), rows, exchange.page, links));
}

/** The members that every collection has. */
export function collectionText(
  items: readonly string[],
  { hasMore }: { readonly hasMore: boolean },
  { limit, offset }: { readonly limit: number; readonly offset: number },
  links: readonly Link[],
): string {
  return `{"items":[${items.join(",")}],"hasMore":${hasMore},"limit":${limit},"offset":${offset},"count":${items.length},"links":${JSON.stringify(links)}}`;
}

function itemTexts({ columns, rows }: Rows, self: string): readonly string[] {
  return rows.map((row) => {
    const { members, links } = rowText(columns, row, self);
    return `{${[...members, ...(links.length > 0 ? [`"links":${JSON.stringify(links)}`] : [])].join(",")}}`;
  });
}

/** json/item: one row, or 404. */
export async function item(exchange: Exchange): Promise<Reply> {
  const { self, describedBy } = exchange;
  const { columns, row } = await firstRow(exchange);
  if (row === undefined) throw notFound();
  const { members, links } = rowText(columns, row, self);
  const all: Link[] = [
    { rel: "self", href: self },
    { rel: "describedby", href: describedBy },
    { rel: "collection", href: new URL(self.endsWith("/") ? ".." : ".", self).href },
    ...links,
  ];
  return jsonReply(200, `{${[...members, `"links":${JSON.stringify(all)}`].join(",")}}`);
}

/** json/query, the form before collections had links (fact 39). */
export async function legacyQuery(exchange: Exchange): Promise<Reply> {
  const { self, page, request } = exchange;
  const rows = await queryPage(exchange);
  return jsonReply(
    200,
    legacyText(itemTexts(rows, self), pageLinks(self, request.query, page, rows.hasMore)),
  );
}

/** json/query;type=feed: each row also names its own address, after its first column. */
export async function legacyFeed(exchange: Exchange): Promise<Reply> {
  const { self, page, request } = exchange;
  const { columns, rows, hasMore } = await queryPage(exchange);
  const items = rows.map((row) => {
    const { members } = rowText(columns, row, self);
    const uri = new URL(encodeURIComponent(plainText(row[0] ?? null)), self.endsWith("/") ? self : `${self}/`)
      .href;
    return `{${[`"uri":${JSON.stringify({ $ref: uri })}`, ...members].join(",")}}`;
  });
  return jsonReply(200, legacyText(items, pageLinks(self, request.query, page, hasMore)));
}

function legacyText(items: readonly string[], links: readonly Link[]): string {
  const refs = links.map(({ rel, href }) => `${JSON.stringify(rel)}:${JSON.stringify({ $ref: href })}`);
  return `{${[`"items":[${items.join(",")}]`, ...refs].join(",")}}`;
}
