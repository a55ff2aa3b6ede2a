import { plainText } from "../json";
import type { Reply } from "../reply";
import { notFound } from "../problems";
import type { Exchange } from "./exchange";
import { firstRow } from "./rows";

/** resource/lob: the media type, the content and optionally a file name (fact 133). */
export async function lob(exchange: Exchange): Promise<Reply> {
  const { row } = await firstRow(exchange);
  if (row === undefined) throw notFound();
  const [type, content, file] = row;
  const body = content ?? null;
  return {
    status: 200,
    headers: {
      "content-type": typeof type === "string" ? type : "application/octet-stream",
      ...(typeof file === "string"
        ? { "content-disposition": `attachment; filename="${file.replace(/["\\\r\n]/g, "_")}"` }
        : {}),
    },
    body: Buffer.isBuffer(body) ? body : plainText(body),
  };
}
