import type { Expression, Identifier, Pivot, TableReference, Unpivot } from "../ast";
import type { TokenStream } from "../stream";
import { expression } from "./expression";
import { tableAlias } from "./from";
import { alias } from "./query";

/** PIVOT and UNPIVOT behind a table. */
export function reshaped(s: TokenStream, source: TableReference): TableReference {
  if (s.is("PIVOT") && s.is("(", 1)) return reshaped(s, pivot(s, source));
  if (s.is("UNPIVOT") && ["(", "INCLUDE", "EXCLUDE"].some((word) => s.is(word, 1)))
    return reshaped(s, unpivot(s, source));
  return source;
}

function pivot(s: TokenStream, source: TableReference): Pivot {
  const { pos } = s.next();
  s.expect("(");
  const aggregates = s.list(() => ({ value: expression(s), alias: s.is("FOR") ? undefined : alias(s) }));
  s.expect("FOR");
  const columns = s.is("(") ? s.parenthesised(() => s.list(() => s.identifier())) : [s.identifier()];
  s.expect("IN");
  const values = s.parenthesised(() =>
    s.list(() => {
      const from = s.pos;
      const value = expression(s);
      const text = s.text.slice(from, s.end);
      const items: readonly Expression[] = value.kind === "tuple" ? value.items : [value];
      return { items, name: alias(s)?.name ?? text };
    }),
  );
  s.expect(")");
  return { kind: "pivot", pos, source, aggregates, columns, values, alias: tableAlias(s) };
}

function unpivot(s: TokenStream, source: TableReference): Unpivot {
  const { pos } = s.next();
  const nulls = s.accept("INCLUDE", "NULLS");
  if (!nulls) s.accept("EXCLUDE", "NULLS");
  s.expect("(");
  const value = s.identifier();
  s.expect("FOR");
  const name = s.identifier();
  s.expect("IN");
  const columns = s.parenthesised(() =>
    s.list((): { column: Identifier; as: Expression | undefined } => ({
      column: s.identifier(),
      as: s.accept("AS") ? expression(s) : undefined,
    })),
  );
  s.expect(")");
  return { kind: "unpivot", pos, source, nulls, value, name, columns, alias: tableAlias(s) };
}
