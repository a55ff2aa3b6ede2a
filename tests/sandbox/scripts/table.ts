/** A value of a row as people read it. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date)
    return value
      .toISOString()
      .replace("T", " ")
      .replace(/\.000Z$|Z$/, "");
  if (Buffer.isBuffer(value)) return value.toString("hex").toUpperCase();
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Wider columns are cut. */
const widest = 80;

/** Rows under their column names, as SQL*Plus prints them. */
export function tableText(names: readonly string[], rows: readonly (readonly unknown[])[]): string {
  if (rows.length === 0) return "no rows selected\n";
  const cells = rows.map((row) => row.map((value) => shown(value).replace(/\s+$/, "").slice(0, widest)));
  const widths = names.map((name, index) =>
    Math.min(widest, Math.max(name.length, ...cells.map((row) => (row[index] ?? "").split("\n")[0]!.length))),
  );
  const lineOf = (row: readonly string[]): string =>
    row
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join(" ")
      .trimEnd();
  const lines = [lineOf(names), lineOf(widths.map((width) => "-".repeat(width))), ...cells.map(lineOf)];
  return `${lines.join("\n")}\n`;
}
