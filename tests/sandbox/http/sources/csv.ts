import type { WireValue } from "../../net/backend";
import { plainText } from "../json";
import type { Reply } from "../reply";
import type { Exchange } from "./exchange";
import { queryPage } from "./rows";

/** csv/query: a line of names, then the rows; texts in quotes. */
export async function csv(exchange: Exchange): Promise<Reply> {
  const { columns, rows } = await queryPage(exchange);
  const lines = [columns.map((column) => quoted(column.name)), ...rows.map((row) => row.map(field))];
  const body = lines.map((fields) => `${fields.join(",")}\n`).join("");
  return { status: 200, headers: { "content-type": "text/csv" }, body };
}

const plainNumber = /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

function field(value: WireValue): string {
  if (value === null) return "";
  if (typeof value === "number" || (typeof value === "string" && plainNumber.test(value)))
    return String(value);
  return quoted(Buffer.isBuffer(value) ? value.toString("base64") : plainText(value));
}

function quoted(text: string): string {
  return `"${text.replace(/"/g, '""')}"`;
}
