import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Description, descriptions } from "./descriptions";

const readme = join(__dirname, "..", "..", "README.md");
const begin = "<!-- resources -->\n";
const end = "<!-- end of resources -->\n";

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** The first sentence. */
function firstSentence(text: string): string {
  return /^.*?\.(?=\s|$)/.exec(oneLine(text))?.[0] ?? oneLine(text);
}

interface Attribute {
  readonly required?: true;
  readonly default?: unknown;
  readonly change: string | { readonly kind: string; readonly by: string };
}

function standard({ required, default: value }: Attribute): string {
  if (required) return "required";
  return value === undefined || typeof value === "function"
    ? ""
    : `\`${JSON.stringify(value).replaceAll('"', "")}\``;
}

function change({ change: how }: Attribute): string {
  if (how === "replace") return "**replaces**";
  if (how === "none") return "no call: it steers this operation";
  if (how === "state") return "no call: the delete goes by it";
  if (typeof how === "string") return how;
  return how.kind === "in place"
    ? `in place: ${how.by}`
    : how.kind === "rebuild"
      ? `rebuilds ${how.by}`
      : `moves: ${how.by}`;
}

function table({ lifecycle, summary, properties }: Description): string {
  const attributes = Object.entries(lifecycle.attributes as unknown as Record<string, Attribute>).filter(
    ([name]) => properties.has(name),
  );
  const order = [...properties.keys()];
  attributes.sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  const rows = attributes.map(([name, attribute]) => {
    const meaning = firstSentence(properties.get(name) ?? "").replaceAll("|", "\\|");
    // A name that the program leaves out is the resource's own.
    const given = name === "name" ? "the resource's name" : standard(attribute);
    return `| \`${name}\` | ${meaning} | ${given} | ${change(attribute)} |\n`;
  });
  const key = lifecycle.key.map((name) => `\`${name}\``).join(", ");
  const where = key === "" ? "its schema (one a schema)" : key === "`schema`" ? key : `${key}, in its schema`;
  return `### ${lifecycle.type}

${oneLine(summary)} Key: ${where}.

| Property | Meaning | Default | A change |
| --- | --- | --- | --- |
${rows.join("")}
`;
}

/** The resources' part of the README, as their descriptions have it now. */
export function resourceTables(): string {
  return `\n${descriptions().map(table).join("")}`;
}

/** The same as it stands in the README, or undefined where the marks are missing. */
export function standingTables(): string | undefined {
  const text = existsSync(readme) ? readFileSync(readme, "utf8") : "";
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < 0 ? undefined : text.slice(from + begin.length, to);
}

if (process.argv.includes("--write")) {
  const old = standingTables();
  if (old === undefined) throw new Error(`${readme} has no marks for the resources`);
  const text = readFileSync(readme, "utf8");
  writeFileSync(
    readme,
    text.replace(`${begin}${old}${end}`, () => `${begin}${resourceTables()}${end}`),
  );
}
