import type { Identifier, Path } from "./ast";
import { tokens } from "./lexer";
import type { Token, TokenKind } from "./lexer";
import { sqlSyntaxText, SyntaxProblem } from "./problem";
import type { SqlSyntaxCode } from "./problem";
import { plsqlReserved, sqlReserved } from "./reserved";

/** The tokens of a text, read one after another. */
export class TokenStream {
  readonly text: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Offsets of the SQL statements in PL/SQL that are being read, the innermost last: PL/SQL reports their errors otherwise. */
  readonly sqlStarts: number[] = [];
  /** Whether the text is PL/SQL: reserved words differ, and TRUE and FALSE are values. */
  plsql = false;

  constructor(text: string) {
    this.text = text;
    this.#tokens = tokens(text);
  }

  get token(): Token {
    return this.peek(0);
  }

  peek(ahead: number): Token {
    return this.#tokens[Math.min(this.#at + ahead, this.#tokens.length - 1)]!;
  }

  get pos(): number {
    return this.token.pos;
  }

  /** Offset after the last token that was read. */
  get end(): number {
    return this.#tokens[this.#at - 1]?.end ?? 0;
  }

  mark(): number {
    return this.#at;
  }

  reset(mark: number): void {
    this.#at = mark;
  }

  next(): Token {
    const token = this.token;
    if (token.kind !== "end") this.#at++;
    return token;
  }

  is(value: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.value === value && (token.kind === "word" || token.kind === "symbol");
  }

  /** Whether these words and symbols come next, in this order. */
  are(...values: string[]): boolean {
    return values.every((value, index) => this.is(value, index));
  }

  isOneOf(...values: string[]): boolean {
    return values.some((value) => this.is(value));
  }

  kindIs(kind: TokenKind, ahead = 0): boolean {
    return this.peek(ahead).kind === kind;
  }

  accept(...values: string[]): boolean {
    if (!this.are(...values)) return false;
    this.#at += values.length;
    return true;
  }

  expect(value: string, code: SqlSyntaxCode = codeOf(value)): Token {
    if (!this.is(value)) this.fail(code, value);
    return this.next();
  }

  expectAll(...values: string[]): void {
    for (const value of values) this.expect(value);
  }

  fail(code: SqlSyntaxCode, ...expected: string[]): never {
    const { kind, value, pos } = this.token;
    const found = kind === "end" ? "end-of-file" : kind === "bind" ? `:${value}` : value;
    throw new SyntaxProblem(pos, found, expected, code, sqlSyntaxText(code));
  }

  /** Whether a name comes next: any word that is not reserved, or a quoted identifier. */
  isIdentifier(ahead = 0): boolean {
    const token = this.peek(ahead);
    if (token.kind === "quoted") return true;
    const reserved = this.plsql && this.sqlStarts.length === 0 ? plsqlReserved : sqlReserved;
    return token.kind === "word" && !reserved.has(token.value);
  }

  identifier(code: SqlSyntaxCode = 904): Identifier {
    if (!this.isIdentifier()) this.fail(code, "<an identifier>", "<a double-quoted delimited-identifier>");
    return this.anyWord();
  }

  /** A name where even reserved words can be nothing else, as after a point. */
  anyWord(): Identifier {
    const { kind, value, pos } = this.next();
    if (kind !== "word" && kind !== "quoted") {
      this.#at--;
      this.fail(904, "<an identifier>");
    }
    return { name: value, quoted: kind === "quoted", pos };
  }

  path(code: SqlSyntaxCode = 904): Path {
    const path = [this.identifier(code)];
    while (this.accept(".")) path.push(this.anyWord());
    return path;
  }

  /** Items between commas. */
  list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (this.accept(",")) items.push(item());
    return items;
  }

  parenthesised<Item>(item: () => Item): Item {
    this.expect("(");
    const result = item();
    this.expect(")");
    return result;
  }

  /** Reads a part that follows SQL's rules, in PL/SQL or not. */
  sql<Result>(read: () => Result): Result {
    this.sqlStarts.push(this.pos);
    const result = read();
    // Left in place on failure: the report needs it.
    this.sqlStarts.pop();
    return result;
  }
}

function codeOf(value: string): SqlSyntaxCode {
  if (value === ")") return 907;
  if (value === "(") return 906;
  if (value === "=") return 927;
  if (value === "BY") return 924;
  if (value === "INTO") return 925;
  if (value === "SET") return 971;
  if (value === "ON") return 969;
  return 905;
}
