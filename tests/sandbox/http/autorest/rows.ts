import { createHash } from "node:crypto";
import { OraError } from "../../errors";
import type { Column, WireValue } from "../../net/backend";
import { execute } from "../call";
import type { Bind } from "../call";
import type { HandlerSession } from "../database";
import { plainText, rowText, valueText } from "../json";
import { badRequest, notFound } from "../problems";
import { jsonReply } from "../reply";
import type { Link, Reply } from "../reply";
import { columnOf, quoted } from "./table";
import type { Table } from "./table";
import { columnBind } from "./values";

export type Row = readonly WireValue[];

/** Names of binds and values of a key. */
export interface Key {
  readonly where: string;
  readonly binds: Readonly<Record<string, Bind>>;
}

/** @throws Problem where the path cannot be a key of the table */
export function keyOf({ key }: Table, text: string): Key {
  const values = key.length === 1 ? [text] : text.split(",");
  if (key.length === 0 || key.length !== values.length) throw notFound();
  const where = key.map(({ name }, at) => `${quoted(name)} = :K${at + 1}`).join(" and ");
  const binds = key.map((column, at): [string, Bind] => [`K${at + 1}`, columnBind(column, values[at])]);
  return { where, binds: Object.fromEntries(binds) };
}

/** How a row's key is written in a path; undefined where the table has none. */
export function keyPath(table: Table, row: Row): string | undefined {
  if (table.key.length === 0) return undefined;
  return table.key
    .map((column) => encodeURIComponent(plainText(row[table.columns.indexOf(column)] ?? null)))
    .join(",");
}

export async function findRow(table: Table, key: Key, session: HandlerSession): Promise<Row | undefined> {
  const result = await execute(session, `select * from ${table.sql} where ${key.where}`, key.binds);
  if (result.kind !== "rows") throw new OraError(900, "ORA-00900: invalid SQL statement");
  for (const row of result.rows) return row;
  return undefined;
}

/** The version of a row: its values, not its links. */
export function rowETag(table: Table, row: Row): string {
  const text = table.columns.map(({ type }, at) => valueText(row[at] ?? null, type)).join();
  return `"${createHash("sha512").update(text).digest("base64")}"`;
}

export function rowReply(
  status: number,
  table: Table,
  row: Row,
  collection: string,
  describedBy: string,
  headers: Reply["headers"] = {},
): Reply {
  const self = collection + (keyPath(table, row) ?? "");
  const links: Link[] = [
    { rel: "self", href: self },
    { rel: "edit", href: self },
    { rel: "describedby", href: describedBy },
    { rel: "collection", href: collection },
  ];
  const { members } = rowText(table.columns, row, self);
  const body = `{${[...members, `"links":${JSON.stringify(links)}`].join(",")}}`;
  return jsonReply(status, body, { etag: rowETag(table, row), "content-location": self, ...headers });
}

/** The columns that a document sets; `links` is what answers add to it. */
export function assignments(
  table: Table,
  document: Readonly<Record<string, unknown>>,
): readonly (readonly [Column, unknown])[] {
  return Object.entries(document)
    .filter(([member]) => member !== "links")
    .map(([member, value]) => {
      const column = columnOf(table, member);
      if (column === undefined) throw badRequest(`There is no column for the member ${member}`);
      return [column, value] as const;
    });
}
