/** A template's pattern, compiled. Captures are named by the variables, in lower case as binds are. */
export interface Pattern {
  readonly expression: RegExp;
  readonly variables: readonly string[];
  /** One letter a segment, a fixed one before a variable one: the lower sorts first (fact 161). */
  readonly rank: string;
}

const compiled = new Map<string, Pattern>();

/** Compiles a pattern relative to its module: `:name`, `{name}` and an optional last `:name?` (fact 31). */
export function compile(pattern: string): Pattern {
  const known = compiled.get(pattern);
  if (known !== undefined) return known;
  const fresh = build(pattern);
  // Patterns come from metadata that changes: old ones are dropped all at once.
  if (compiled.size > 20_000) compiled.clear();
  compiled.set(pattern, fresh);
  return fresh;
}

const variable = /:([A-Za-z_][A-Za-z0-9_]*)(\?)?|\{([A-Za-z_][A-Za-z0-9_]*)(\?)?\}/g;

function build(pattern: string): Pattern {
  const text = pattern === "." || pattern === "/" ? "" : pattern;
  const variables: string[] = [];
  let expression = "";
  let from = 0;
  for (const match of text.matchAll(variable)) {
    const optional = (match[2] ?? match[4]) !== undefined;
    const fixed = text.slice(from, match.index);
    variables.push((match[1] ?? match[3] ?? "").toLowerCase());
    // The slash before an optional variable goes with it.
    expression +=
      optional && fixed.endsWith("/")
        ? `${escape(fixed.slice(0, -1))}(?:/([^/]+))?`
        : `${escape(fixed)}([^/]${optional ? "*" : "+"})`;
    from = match.index + match[0].length;
  }
  expression += escape(text.slice(from));
  const rank = text
    .split("/")
    .map((segment) => (/[:{]/.test(segment) ? (segment.includes("?") ? "c" : "b") : "a"))
    .join("");
  return { expression: new RegExp(`^${expression}$`), variables, rank };
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

/** Values of the variables by name, or undefined where the path doesn't match. Path and values are percent-encoded. */
export function match(pattern: string, path: string): Readonly<Record<string, string>> | undefined {
  const { expression, variables } = compile(pattern);
  const found = expression.exec(path);
  if (found === null) return undefined;
  const values = variables.map((name, index) => [name, found[index + 1]] as const);
  return Object.fromEntries(
    values.flatMap(([name, value]) => (value === undefined ? [] : [[name, decode(value)]])),
  );
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
