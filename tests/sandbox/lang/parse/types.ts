import type { DataType, Identifier } from "../ast";
import type { TokenStream } from "../stream";

/** Types whose names are several words. */
const compound: readonly (readonly string[])[] = [
  ["TIMESTAMP", "WITH", "LOCAL", "TIME", "ZONE"],
  ["TIMESTAMP", "WITH", "TIME", "ZONE"],
  ["LONG", "RAW"],
  ["DOUBLE", "PRECISION"],
  ["CHARACTER", "VARYING"],
  ["CHAR", "VARYING"],
  ["NATIONAL", "CHARACTER", "VARYING"],
  ["NATIONAL", "CHARACTER"],
];

/** `VARCHAR2(30 CHAR)`, `NUMBER(9,2)`, `t.c%TYPE`, `owa.vc_arr`. */
export function dataType(s: TokenStream): DataType {
  const { pos } = s;
  s.accept("REF");
  const path = [typeName(s)];
  while (s.accept(".")) path.push(s.anyWord());
  let size: number | undefined;
  let scale: number | undefined;
  let of: DataType["of"];
  if (s.accept("%")) {
    if (s.accept("TYPE")) of = "type";
    else {
      s.expect("ROWTYPE");
      of = "rowtype";
    }
  } else {
    if (path[0]!.name === "JSON" && s.is("(")) {
      // Which kinds of values: JSON(OBJECT), JSON(VALUE).
      s.parenthesised(() => s.list(() => s.anyWord()));
    } else if (s.accept("(")) {
      if (!s.accept("*")) size = wholeNumber(s);
      if (s.accept(",")) scale = wholeNumber(s);
      if (s.isOneOf("CHAR", "BYTE")) s.next();
      s.expect(")");
    }
    for (const tail of [
      ["WITH", "LOCAL", "TIME", "ZONE"],
      ["WITH", "TIME", "ZONE"],
      ["TO", "SECOND"],
      ["TO", "MONTH"],
    ]) {
      if (s.are(...tail)) {
        tail.forEach(() => s.next());
        path[0] = { ...path[0]!, name: `${path[0]!.name} ${tail.join(" ")}` };
        if (tail[1] === "SECOND" && s.accept("(")) {
          wholeNumber(s);
          s.expect(")");
        }
      }
    }
    if (s.accept("CHARACTER", "SET")) {
      s.anyWord();
      if (s.accept("%")) s.expect("CHARSET");
    }
  }
  const notNull = s.accept("NOT", "NULL");
  return { pos, path, size, scale, of, notNull };
}

/** A length, precision or scale. */
export function wholeNumber(s: TokenStream): number {
  const sign = s.accept("-") ? -1 : 1;
  if (!s.kindIs("number")) s.fail(902, "<a number>");
  return sign * Number(s.next().value);
}

function typeName(s: TokenStream): Identifier {
  const { pos } = s;
  for (const words of compound) {
    if (s.are(...words)) {
      words.forEach(() => s.next());
      return { name: words.join(" "), quoted: false, pos };
    }
  }
  if (s.accept("INTERVAL")) {
    const unit = s.anyWord().name;
    if (s.accept("(")) {
      wholeNumber(s);
      s.expect(")");
    }
    return { name: `INTERVAL ${unit}`, quoted: false, pos };
  }
  if (!s.kindIs("word") && !s.kindIs("quoted")) s.fail(902, "<an identifier>");
  return s.anyWord();
}
