import { OraError } from "../../errors";
import type { WireValue } from "../../net/backend";
import { bindNames, namePositions } from "../binds";
import type { Bind } from "../call";
import { isCursor } from "../json";
import { scalarText, resultSetText } from "./resultSet";
import type { SqlBind, SqlRequest } from "./request";
import { typedBind } from "./types";

/** A statement with names where it had question marks, and the request's binds that it uses. */
export interface Bound {
  readonly text: string;
  readonly binds: Readonly<Record<string, Bind>>;
  readonly used: readonly (readonly [string, SqlBind])[];
}

/** JDBC's `{call p(?)}` and `{? = call f(?)}` (fact 120). */
function unescaped(text: string): string {
  const escape = /^\{\s*(?:(\?|:\w+)\s*=\s*)?call\s+([\s\S]*?)\s*;?\s*\}$/i.exec(text);
  if (escape === null) return text;
  const [, target, call = ""] = escape;
  return `begin ${target === undefined ? "" : `${target} := `}${call}; end;`;
}

/** @throws OraError for a bind without a value or a value that is not of its type */
export function bound(text: string, request: SqlRequest): Bound {
  const named = namePositions(unescaped(text));
  const used = bindNames(named.text).map((name): readonly [string, SqlBind] => {
    const found = request.binds.find(({ place }) =>
      "name" in place ? place.name === name : name === `P${place.index}`,
    );
    if (found === undefined) throw new OraError(1008, "ORA-01008: not all variables bound");
    return [name, found];
  });
  const binds = used.map(([name, { dataType, mode, value }]): [string, Bind] => [
    name,
    typedBind(dataType, mode === "out" ? null : value),
  ]);
  return { text: named.text, binds: Object.fromEntries(binds), used };
}

/** The binds with what came out, as JSON text (fact 121); undefined where the statement has none. */
export function bindsText(
  { binds, used }: Bound,
  outs: Readonly<Record<string, WireValue>>,
  request: SqlRequest,
): string | undefined {
  if (used.length === 0 || !request.wants("binds")) return undefined;
  const byName = new Map(Object.entries(outs).map(([name, value]) => [name.toUpperCase(), value]));
  const entries = used.map(([name, { place, dataType, mode, value }]) => {
    const common = { ...place, data_type: dataType, mode, value };
    const text = JSON.stringify(common);
    if (mode === "in") return text;
    const result = byName.get(name) ?? null;
    const told = isCursor(result)
      ? `"resultSet":${resultSetText(result, request)}`
      : `"result":${scalarText(result, binds[name]?.type ?? 0, request.numbersAsText)}`;
    return `${text.slice(0, -1)},${told}}`;
  });
  return `[${entries.join(",")}]`;
}
