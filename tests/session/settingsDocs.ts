import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { configKey, settingNames, settingRow } from "../../provider/session/settingTable";
import type { SettingName } from "../../provider/session/settingTable";

/** A part of a file that follows the table of settings. */
interface Generated {
  readonly file: string;
  readonly begin: string;
  readonly end: string;
  text(): string;
}

const types = {
  text: "string",
  connectString: "string",
  url: "string",
  number: "number",
  flag: "boolean",
  token: "string | { token: string; privateKey: string }",
} as const;

function sentence(name: SettingName): string {
  const { meaning, default: standard, env, secret } = settingRow(name);
  const said = standard === undefined ? "" : ` Default: ${standard}.`;
  const kept = secret ? " Always kept as a secret." : "";
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.${kept}${said} \`${env}\`.`;
}

/** The width that the formatter leaves to a comment. */
const width = 120;

function comment(text: string): string {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.length === 1
    ? `  /** ${lines[0] ?? ""} */`
    : ["  /**", ...lines.map((line) => `   * ${line}`), "   */"].join("\n");
}

const ways = { oracledb: "Oracle Net", sql: "REST-enabled SQL" } as const;

const root = path.join(__dirname, "../..");

export const generated: readonly Generated[] = [
  {
    file: path.join(root, "provider/resources/provider.ts"),
    begin:
      "  // From the table of settings: `node -r ./tests/setup.cjs tests/session/settingsDocs.ts --write`.\n",
    end: "  // End of the table of settings.\n",
    text: () =>
      settingNames
        .map((name) => {
          const type = types[settingRow(name).is];
          return `${comment(sentence(name))}\n  ${name}?: pulumi.Input<${type}>;\n`;
        })
        .join(""),
  },
  {
    file: path.join(root, "README.md"),
    begin: "<!-- settings -->\n",
    end: "<!-- end of settings -->\n",
    text: () => {
      const rows = settingNames.map((name) => {
        const { env, secret, meaning, way, default: standard } = settingRow(name);
        return `| \`${configKey(name)}\`${secret ? " *" : ""} | \`${env}\` | ${meaning}${way === undefined ? "" : ` (${ways[way]})`} | ${standard === undefined ? "" : String(standard)} |\n`;
      });
      return `\n| Setting | Environment | Meaning | Default |\n| --- | --- | --- | --- |\n${rows.join("")}\n\\* a secret: \`pulumi config set --secret\`\n\n`;
    },
  },
];

/** What stands between the marks, or undefined where a mark is missing. */
export function standing({ file, begin, end }: Generated): string | undefined {
  const text = existsSync(file) ? readFileSync(file, "utf8") : "";
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  return from < 0 || to < 0 ? undefined : text.slice(from + begin.length, to);
}

function write(one: Generated): void {
  const old = standing(one);
  if (old === undefined) {
    console.error(`${one.file} has no marks.`);
    return;
  }
  const text = readFileSync(one.file, "utf8");
  writeFileSync(
    one.file,
    text.replace(`${one.begin}${old}${one.end}`, () => `${one.begin}${one.text()}${one.end}`),
  );
}

if (process.argv.includes("--write")) generated.forEach(write);
