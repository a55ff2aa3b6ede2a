import type { WireValue } from "../../net/backend";
import { OraError } from "../../errors";
import { execute } from "../call";
import { isCursor, plainText, rowText, valueText } from "../json";
import type { Parameter } from "../metadata";
import { outputReply, parseOutput, statusOf } from "../output";
import { bindValues } from "../parameters";
import type { Reply } from "../reply";
import { typeCodes } from "../../net/codec";
import type { Exchange } from "./exchange";

type Outs = Readonly<Record<string, WireValue>>;

/** plsql/block: what the block printed, or what its RESPONSE parameters hold. */
export async function block(exchange: Exchange): Promise<Reply> {
  const { session, handler, signal } = exchange;
  const result = await execute(session, handler.source, bindValues(handler, exchange), signal);
  if (result.kind === "rows")
    throw new OraError(
      6550,
      "ORA-06550: line 1, column 1:\nPLS-00428: an INTO clause is expected in this SELECT statement",
    );
  const outs: Outs =
    result.kind === "block"
      ? Object.fromEntries(Object.entries(result.outs).map(([name, value]) => [name.toUpperCase(), value]))
      : {};
  const headers = headersOf(handler.parameters, outs);
  const status = statusFrom(handler.parameters, outs);
  const location = outs.FORWARD_LOCATION;
  if (typeof location === "string" && location !== "") {
    const target = new URL(location, exchange.self).href;
    return { status: status ?? 200, headers: { location: target, ...headers }, body: "", forward: target };
  }
  const printed = session.takeOutput();
  const download = session.takeDownload();
  if (download !== undefined) {
    const reply = outputReply(parseOutput(printed), status ?? 200, headers);
    return { ...reply, headers: { "content-type": "application/octet-stream", ...reply.headers }, body: download }; // prettier-ignore
  }
  const body = responseText(handler.parameters, outs);
  if (printed !== "" || body === undefined) return outputReply(parseOutput(printed), status ?? 200, headers);
  return { status: status ?? 200, headers: { "content-type": "application/json", ...headers }, body };
}

/** Fact 51. */
const statusHeaders: ReadonlySet<string> = new Set(["x-ords-status-code", "x-apex-status-code"]);

function written(
  parameters: readonly Parameter[],
  source: Parameter["source"],
  outs: Outs,
): readonly [Parameter, WireValue][] {
  return parameters
    .filter((parameter) => parameter.source === source && parameter.access !== "IN")
    .flatMap((parameter): [Parameter, WireValue][] => {
      const value = outs[parameter.bind.toUpperCase()];
      return value === undefined ? [] : [[parameter, value]];
    });
}

function statusFrom(parameters: readonly Parameter[], outs: Outs): number | undefined {
  for (const [parameter, value] of written(parameters, "HEADER", outs)) {
    const status = statusHeaders.has(parameter.name.toLowerCase()) ? statusOf(value) : undefined;
    if (status !== undefined) return status;
  }
  return statusOf(outs.STATUS_CODE ?? outs.STATUS ?? null);
}

function headersOf(parameters: readonly Parameter[], outs: Outs): Readonly<Record<string, string>> {
  const headers = written(parameters, "HEADER", outs)
    .filter(([{ name }, value]) => value !== null && !statusHeaders.has(name.toLowerCase()))
    .map(([{ name }, value]) => [name.toLowerCase(), headerText(value)]);
  return Object.fromEntries(headers) as Record<string, string>;
}

function headerText(value: WireValue): string {
  return plainText(value).replace(/[\r\n]+/g, " ");
}

function responseText(parameters: readonly Parameter[], outs: Outs): string | undefined {
  const members = written(parameters, "RESPONSE", outs).map(
    ([{ name, type }, value]) => `${JSON.stringify(name)}:${memberText(type, value)}`,
  );
  return members.length === 0 ? undefined : `{${members.join(",")}}`;
}

function memberText(type: Parameter["type"], value: WireValue): string {
  if (isCursor(value)) {
    return `[${Array.from(value.rows, (row) => `{${rowText(value.columns, row, "").members.join(",")}}`).join(",")}]`;
  }
  if (type === "BOOLEAN" && value !== null) return String(/^(true|1)$/i.test(plainText(value)));
  const number = type === "INT" || type === "LONG" || type === "DOUBLE";
  return valueText(value, number ? typeCodes.number : typeCodes.varchar);
}
