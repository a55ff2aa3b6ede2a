import type { WireValue } from "../net/backend";
import { badRequest } from "./problems";
import type { Link } from "./reply";

export interface Page {
  readonly offset: number;
  /** Rows a page; 0: all of them. */
  readonly limit: number;
}

/** Rows a page at most, whatever the request asks for (misc.pagination.maxRows, fact 125). */
export const maxRows = 10_000;

/** What `limit`, `offset` and the older `page` ask for; anything but a whole number is refused (fact 52). */
export function pageOf(query: URLSearchParams, itemsPerPage: number): Page {
  const limit = Math.min(wholeNumber(query, "limit") ?? itemsPerPage, maxRows);
  const page = wholeNumber(query, "page");
  return { limit, offset: wholeNumber(query, "offset") ?? (page ?? 0) * limit };
}

function wholeNumber(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  if (!/^\d{1,10}$/.test(text)) throw badRequest(`The value of the query parameter ${name} is not valid`);
  return Number(text);
}

/** `q` has to be JSON, on every kind of handler (fact 161). */
export function filterOf(query: URLSearchParams): Readonly<Record<string, unknown>> | undefined {
  const text = query.get("q");
  if (text === null) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw badRequest("The value of the query parameter q is not a JSON object");
  }
  return value as Record<string, unknown>;
}

export interface PageOfRows {
  readonly rows: readonly (readonly WireValue[])[];
  readonly hasMore: boolean;
}

/** Takes a page; one row more tells whether there is another. */
export function takePage(rows: Iterable<readonly WireValue[]>, { offset, limit }: Page): PageOfRows {
  const taken: (readonly WireValue[])[] = [];
  let at = 0;
  for (const row of rows) {
    if (at++ < offset) continue;
    if (limit > 0 && taken.length === limit) return { rows: taken, hasMore: true };
    taken.push(row);
  }
  return { rows: taken, hasMore: false };
}

/** first, next and prev (fact 133); other query parameters are kept. */
export function pageLinks(
  self: string,
  query: URLSearchParams,
  page: Page,
  hasMore: boolean,
): readonly Link[] {
  if (page.limit === 0) return [];
  const at = (offset: number): string => {
    const kept = new URLSearchParams(query);
    kept.delete("page");
    if (offset === 0) kept.delete("offset");
    else kept.set("offset", String(offset));
    return kept.size === 0 ? self : `${self}?${kept.toString()}`;
  };
  const links: Link[] = [{ rel: "first", href: at(0) }];
  if (hasMore) links.push({ rel: "next", href: at(page.offset + page.limit) });
  if (page.offset > 0) links.push({ rel: "prev", href: at(Math.max(0, page.offset - page.limit)) });
  return links;
}
