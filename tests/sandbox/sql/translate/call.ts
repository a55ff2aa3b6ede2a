import type { Call, Expression } from "../../lang/ast";
import { builtin } from "../../plsql/builtins";
import type { Builtin } from "../../plsql/builtins";
import { OraError } from "../../errors";
import type { Value } from "../../plsql/catalogue";
import { number } from "../../plsql/types";
import type { Type } from "../../plsql/types";
import { compare } from "../../plsql/values";
import { invalidIdentifier, notSupported } from "../problems";
import { common } from "../types";
import { aggregate, isAggregateName } from "./aggregate";
import { analytic } from "./analytic";
import { compared } from "./comparison";
import { alike, like } from "./convert";
import { branch, expression, nothing } from "./expression";
import { absoluteOf, mayBeLong } from "./longNumbers";
import { onlyInPlsql } from "./names";
import { textOf } from "./rewriting";
import type { Term } from "./term";
import type { At } from "./translation";

export function call(at: At, e: Call): Term {
  const [{ name, quoted }] = e.path as [(typeof e.path)[number]];
  if (e.path.length === 1 && !quoted) {
    if (e.over !== undefined) return analytic(at, e, e.over);
    if (isAggregateName(name)) return aggregate(at, e);
    const path = name === "SYS_CONNECT_BY_PATH" ? at.scope.paths.get(textOf(e)) : undefined;
    if (path !== undefined) return { sql: path, type: { kind: "text", size: 4000 } };
    const own = Object.hasOwn(special, name) ? special[name] : undefined;
    if (own !== undefined) return own(at, e);
    const known = builtin(name);
    if (known !== undefined && !onlyInPlsql.has(name)) {
      return builtinTerm(at, name, known, e.args.map(({ value }) => value), e.pos); // prettier-ignore
    }
  }
  const terms = e.args.map(({ value }) => expression(at, value));
  const called = at.t.call(e.path, terms.map(({ type }) => type), e.args.map((argument) => argument.name?.name)); // prettier-ignore
  if (called === undefined) {
    if (e.path.length === 1 && unsupported.has(name)) throw notSupported(`the function ${name}`, e.pos);
    throw invalidIdentifier(e.path);
  }
  return { ...called, sql: `${called.sql}(${terms.map(({ sql }) => sql).join(", ")})` };
}

/** Functions whose value is another for each row, though their arguments are the same. */
const volatile = new Set(["SYS_GUID"]);

export function builtinTerm(
  at: At,
  name: string,
  known: Builtin,
  args: readonly Expression[],
  pos = 0,
): Term {
  if (args.length < known.least)
    throw new OraError(938, "not enough arguments for function", { offset: pos });
  if (args.length > known.most) throw new OraError(939, "too many arguments for function", { offset: pos });
  const { functions } = at.t;
  if (args.every(({ kind }) => kind === "string") && known.run.length > 0 && contextual.has(name)) {
    const values = args.map((argument) => (argument.kind === "string" ? argument.value || null : null));
    const type = typeOf(known, []);
    return at.t.parameter({ kind: "context", value: () => known.run(values, { frame: functions.frame, types: [] }) }, type); // prettier-ignore
  }
  const terms = args.map((argument) => expression(at, argument));
  const types = terms.map(({ type }) => type);
  const type = typeOf(known, types);
  const f = functions.scalar(`${volatile.has(name) ? "volatile " : ""}${name}`, types, type, (values) =>
    known.run(values, { frame: functions.frame, types }),
  );
  return { sql: `${f}(${terms.map(({ sql }) => sql).join(", ")})`, type };
}

function typeOf(known: Builtin, types: readonly Type[]): Type {
  return typeof known.type === "function" ? known.type(types) : known.type;
}

/** Oracle has them, so "invalid identifier" would be a lie. */
const unsupported = new Set(["XMLELEMENT", "XMLAGG", "XMLFOREST", "XMLTYPE", "XMLQUERY", "XMLTABLE", "XMLSERIALIZE", "EXTRACTVALUE", "COLLECT", "ORA_HASH", "STANDARD_HASH", "PERCENTILE_CONT", "PERCENTILE_DISC", "CORR", "COVAR_POP", "COVAR_SAMP", "REGR_SLOPE", "STATS_MODE", "GROUPING", "GROUPING_ID", "GROUP_ID", "CUBE", "ROLLUP", "SYS_CONNECT_BY_PATH", "CONNECT_BY_ISLEAF", "JSON_TRANSFORM", "JSON_MERGEPATCH", "JSON_SCALAR", "JSON_DATAGUIDE", "JSON_EQUAL", "JSON_TEXTCONTAINS", "BIN_TO_NUM", "WIDTH_BUCKET", "CONVERT", "COMPOSE", "DECOMPOSE", "SOUNDEX", "NLSSORT", "NLS_UPPER", "NLS_LOWER", "NLS_INITCAP", "SCN_TO_TIMESTAMP", "TIMESTAMP_TO_SCN", "ORA_ROWSCN", "TO_DSINTERVAL", "TO_YMINTERVAL", "TZ_OFFSET", "NEW_TIME", "VALIDATE_CONVERSION", "APPROX_COUNT_DISTINCT", "CARDINALITY", "DEREF", "REF", "TREAT", "VECTOR_DISTANCE", "CHECKSUM", "BIT_AND_AGG", "BIT_OR_AGG", "BIT_XOR_AGG", "JSON_OBJECT_T", "DBTIMEZONE", "SESSIONTIMEZONE"]); // prettier-ignore

/** The same for all rows of a statement, and worth an index. */
const contextual = new Set(["SYS_CONTEXT", "USERENV", "USER", "UID", "SYSDATE", "SYSTIMESTAMP", "CURRENT_DATE", "CURRENT_TIMESTAMP", "LOCALTIMESTAMP"]); // prettier-ignore

type Special = (at: At, e: Call) => Term;

function values(at: At, e: Call, least: number, most: number): Term[] {
  if (e.args.length < least) throw new OraError(938, "not enough arguments for function", { offset: e.pos });
  if (e.args.length > most) throw new OraError(939, "too many arguments for function", { offset: e.pos });
  return e.args.map(({ value }) => expression(at, value));
}

function join(terms: readonly Term[]): string {
  return terms.map(({ sql }) => sql).join(", ");
}

/** Functions that SQLite computes by itself. */
const special: Readonly<Record<string, Special>> = {
  NVL: (at, e) => {
    const [value, other] = values(at, e, 2, 2) as [Term, Term];
    const type = common([value.type, other.type]);
    return { sql: `coalesce(${value.sql}, ${like(at.t, other, type).sql})`, type };
  },
  NVL2: (at, e) => {
    const [value, given, missing] = values(at, e, 3, 3) as [Term, Term, Term];
    const type = common([given.type, missing.type]);
    return {
      sql: `case when ${value.sql} is not null then ${given.sql} else ${like(at.t, missing, type).sql} end`,
      type,
    };
  },
  COALESCE: (at, e) => {
    const terms = values(at, e, 2, 1000);
    const type = common(terms.map((term) => term.type));
    return { sql: `coalesce(${join(terms.map((term) => branch(at, term, type, e.pos)))})`, type };
  },
  NULLIF: (at, e) => {
    const [value, other] = values(at, e, 2, 2) as [Term, Term];
    return {
      sql: `case when ${compared(at, "=", value, other, e.pos).sql} then null else ${value.sql} end`,
      type: value.type,
    };
  },
  DECODE: (at, e) => {
    const [subject, ...rest] = values(at, e, 3, 255) as [Term, ...Term[]];
    const otherwise = rest.length % 2 === 1 ? rest.at(-1)! : nothing;
    const results = rest.filter((_, index) => index % 2 === 1 && index < rest.length);
    const type = common([...results, otherwise].map((term) => term.type));
    let branches = "";
    for (let index = 0; index + 1 < rest.length; index += 2) {
      // Null is found by null.
      const [value, wanted] = alike(at.t, [subject, rest[index]!]) as [Term, Term];
      branches += ` when ${value.sql} is ${wanted.sql} then ${like(at.t, rest[index + 1]!, type).sql}`;
    }
    return { sql: `case${branches} else ${like(at.t, otherwise, type).sql} end`, type };
  },
  GREATEST: extreme("max"),
  LEAST: extreme("min"),
  ABS: (at, e) => {
    const [value] = values(at, e, 1, 1) as [Term];
    return absoluteOf(at.t, like(at.t, value, number));
  },
  EMPTY_CLOB: () => ({ sql: "''", type: { kind: "clob" } }),
  EMPTY_BLOB: () => ({ sql: "x''", type: { kind: "blob" } }),
};

/** Null where one of them is. */
function extremeOf(given: readonly Value[], direction: 1 | -1): Value {
  return given.reduce((best, value) => {
    const order = compare(value, best);
    return order === undefined ? null : order * direction > 0 ? value : best;
  });
}

function extreme(name: "max" | "min"): Special {
  return (at, e) => {
    const terms = values(at, e, 1, 1000);
    const type = common(terms.map((term) => term.type));
    if (terms.length === 1) return terms[0]!;
    const same = terms.map((term) => like(at.t, term, type));
    if (same.some(mayBeLong)) {
      const f = at.t.functions.scalar(`${name} of long`, same.map((term) => term.type), type, (given) => extremeOf(given, name === "max" ? 1 : -1)); // prettier-ignore
      return { sql: `${f}(${join(same)})`, type };
    }
    return { sql: `${name}(${join(same)})`, type };
  };
}
