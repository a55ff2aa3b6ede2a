type Literal = string | number | boolean | null;

/** An expression that is printed as it stands. */
export class Raw {
  constructor(readonly text: string) {}
}

/** Quotes are doubled, and a long literal is split (fact 134). */
const longest = 1000;

export function literal(value: Literal): string {
  if (value === null || value === "") return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  const parts: string[] = [];
  let part = "";
  for (const character of value) {
    part += character === "'" ? "''" : character;
    if (part.length >= longest) {
      parts.push(part);
      part = "";
    }
  }
  return [...parts, part]
    .filter((each, index) => each !== "" || index === 0)
    .map((each) => `'${each}'`)
    .join("\n || ");
}

/** The text of an export: calls by name, one an argument a line, with the arrows below each other (fact 188). */
export class ExportText {
  readonly #lines: string[] = [];

  constructor(
    /** What stands before the other arguments: the schema, in a script for administrators. */
    readonly schema: string | undefined,
  ) {}

  line(text = ""): void {
    this.#lines.push(text);
  }

  call(
    packageName: "ORDS" | "OAUTH" | "ORDS_SECURITY",
    subprogram: string,
    given: Readonly<Record<string, Literal | Raw>>,
    { withSchema = true } = {},
  ): void {
    const name = this.schema === undefined ? packageName : `${packageName}_ADMIN`;
    const args = this.schema !== undefined && withSchema ? { p_schema: this.schema, ...given } : given;
    const entries = Object.entries(args);
    const width = Math.max(0, ...entries.map(([parameter]) => parameter.length));
    if (entries.length === 0) this.line(`  ${name}.${subprogram};`);
    else {
      this.line(`  ${name}.${subprogram}(`);
      for (const [index, [parameter, value]] of entries.entries()) {
        const text = value instanceof Raw ? value.text : literal(value);
        this.line(`      ${parameter.padEnd(width)} => ${text}${index === entries.length - 1 ? ");" : ","}`);
      }
    }
    this.line();
  }

  /** Elements from 1 (fact 188). */
  array(name: string, values: readonly string[]): void {
    for (const [index, value] of values.entries()) this.line(`  ${name}(${index + 1}) := ${literal(value)};`);
  }

  toString(): string {
    return `${this.#lines.join("\n")}\n`;
  }
}
