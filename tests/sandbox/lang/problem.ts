/** What is wrong with a text, before it is known whether PL/SQL or SQL reports it. */
export class SyntaxProblem extends Error {
  constructor(
    /** Offset of the token that is not understood. */
    readonly pos: number,
    /** As PLS-00103 shows it: `end-of-file`, a word in upper case, a string's content. */
    readonly found: string,
    readonly expected: readonly string[],
    /** What SQL says of it. */
    readonly sqlCode: number,
    readonly sqlText: string,
  ) {
    super(sqlText);
    this.name = "SyntaxProblem";
  }
}

/** The wording of SQL's syntax errors. */
const sqlTexts = {
  900: "invalid SQL statement",
  901: "invalid CREATE command",
  902: "invalid datatype",
  903: "invalid table name",
  904: "invalid identifier",
  905: "missing keyword",
  906: "missing left parenthesis",
  907: "missing right parenthesis",
  908: "missing NULL keyword",
  911: "invalid character",
  920: "invalid relational operator",
  921: "unexpected end of SQL command",
  922: "missing or invalid option",
  923: "FROM keyword not found where expected",
  924: "missing BY keyword",
  925: "missing INTO keyword",
  926: "missing VALUES keyword",
  927: "missing equal sign",
  928: "missing SELECT keyword",
  933: "SQL command not properly ended",
  936: "missing expression",
  940: "invalid ALTER command",
  950: "invalid DROP option",
  969: "missing ON keyword",
  971: "missing SET keyword",
  987: "missing or invalid username(s)",
  988: "missing or invalid password(s)",
  990: "missing or invalid privilege",
  1756: "quoted string not properly terminated",
  1742: "comment not terminated properly",
  1740: "missing double quote in identifier",
  1741: "illegal zero-length identifier",
  1780: "string literal required",
} as const;

export type SqlSyntaxCode = keyof typeof sqlTexts;

export function sqlSyntaxText(code: SqlSyntaxCode): string {
  return sqlTexts[code];
}
