import type { Call, Window } from "../../lang/ast";
import { number } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { notSupported } from "../problems";
import { orderBy, rounded } from "./aggregate";
import { asNumber, asText } from "./convert";
import { expression } from "./expression";
import { counted, short } from "./longNumbers";
import type { Term } from "./term";
import type { At } from "./translation";

/** Functions over a window that SQLite has under the same name; null: the type is that of the argument. */
const known: Readonly<Record<string, Type | null>> = {
  ROW_NUMBER: counted,
  RANK: counted,
  DENSE_RANK: counted,
  PERCENT_RANK: number,
  CUME_DIST: number,
  NTILE: counted,
  COUNT: counted,
  LAG: null,
  LEAD: null,
  FIRST_VALUE: null,
  LAST_VALUE: null,
  NTH_VALUE: null,
  MIN: null,
  MAX: null,
};

export function analytic(at: At, e: Call, over: Window): Term {
  const name = e.path[0]!.name;
  if (e.ignoreNulls || e.keep !== undefined) throw notSupported(`${name} with IGNORE NULLS or KEEP`, e.pos);
  if (e.distinct) throw notSupported("DISTINCT in an analytic function", e.pos);
  const terms = e.args.map(({ value }) => expression(at, value));
  const partition = over.partitionBy.map((part) => expression(at, part).sql).join(", ");
  const by = partition === "" ? "" : `partition by ${partition}`;
  const whole = "rows between unbounded preceding and unbounded following";
  const window = `over (${by}${orderBy(at, over.orderBy)} ${over.frame ?? ""})`;
  const doing = `the analytic function ${name}`;
  switch (name) {
    case "SUM":
    case "AVG":
      return rounded(at, `${name.toLowerCase()}(${short(at.t, asNumber(at.t, terms[0]!), doing, e.pos)}) ${window}`, e.pos); // prettier-ignore
    case "RATIO_TO_REPORT": {
      const value = short(at.t, asNumber(at.t, terms[0]!), doing, e.pos);
      return { sql: `(${value} * 1.0 / sum(${value}) over (${by}))`, type: number };
    }
    case "LISTAGG": {
      const separator = terms[1]?.sql ?? "''";
      const list = `group_concat(${asText(at.t, terms[0]!).sql}, ${separator})`;
      return {
        sql: `${list} over (${by}${orderBy(at, e.within ?? [])} ${whole})`,
        type: { kind: "text", size: 4000 },
      };
    }
  }
  if (!Object.hasOwn(known, name)) throw notSupported(`the analytic function ${name}`, e.pos);
  const extreme = name === "MIN" || name === "MAX";
  const list = terms.map((term) => (extreme ? short(at.t, term, doing, e.pos) : term.sql));
  const args = e.star ? "*" : list.join(", ");
  return { sql: `${name.toLowerCase()}(${args}) ${window}`, type: known[name] ?? terms[0]!.type };
}
