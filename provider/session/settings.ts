import { configKey, exclude, settingNames, settingRow } from "./settingTable";
import type { SettingName, SettingRow, SettingValue } from "./settingTable";
import { dictionaryUser } from "./user";

export type { AccessToken, SettingName } from "./settingTable";

/** What is known of a target before anything is opened. */
export type Settings = { readonly [Name in SettingName]: SettingValue<Name> | undefined } & {
  /** The schema that a session works in when none is named; in the form of the dictionary. */
  readonly schema: string | undefined;
  /** What cannot be meant, a sentence each. Secrets are not in them. */
  readonly problems: readonly string[];
};

type Lookup = (name: SettingName) => string | undefined;

interface Given {
  readonly name: SettingName;
  readonly text: string;
  /** What to call it: its key or its environment variable. */
  readonly place: string;
  readonly rank: number;
}

/**
 * Configuration first, then the environment. Empty text counts as not given. What the configuration says silences what
 * cannot be meant together with it in the environment.
 */
export function readSettings(
  config: (key: string) => unknown,
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const places: readonly (readonly [Lookup, (name: SettingName) => string])[] = [
    [(name) => asText(config(configKey(name))), configKey],
    [(name) => environment[settingRow(name).env], (name) => settingRow(name).env],
  ];
  const all = settingNames.flatMap((name) =>
    places
      .map(([look, call], rank) => ({ name, text: look(name) ?? "", place: call(name), rank }))
      .filter(({ text }) => text !== "")
      .slice(0, 1),
  );
  const given = all.filter(
    (one) => !all.some((other) => other.rank < one.rank && exclude(one.name, other.name)),
  );
  const values: Partial<Record<SettingName, unknown>> = {};
  const problems: string[] = [];
  for (const one of given) {
    const value = parse(one);
    if (value instanceof Problem) problems.push(`${one.place} ${value.words}.`);
    else values[one.name] = value.of;
  }
  problems.push(...conflicts(given.filter(({ name }) => values[name] !== false)));
  const known = values as { readonly [Name in SettingName]?: SettingValue<Name> };
  return {
    ...(Object.fromEntries(settingNames.map((name) => [name, values[name]])) as Omit<
      Settings,
      "schema" | "problems"
    >),
    schema: known.user === undefined ? undefined : dictionaryUser(known.user),
    problems,
  };
}

/** Some engines hand over numbers and truth values as such. */
function asText(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  return typeof value === "string" ? value : JSON.stringify(value);
}

function conflicts(given: readonly Given[]): string[] {
  const pairs = given.flatMap((one, index) => given.slice(index + 1).map((other) => [one, other] as const));
  const [pair] = pairs.filter(([one, other]) => exclude(one.name, other.name));
  // One is enough: the others mostly follow from it.
  return pair === undefined
    ? []
    : [`${pair[0].place} and ${pair[1].place} cannot both be meant: take one of them out.`];
}

class Problem {
  constructor(readonly words: string) {}
}

function parse({ name, text }: Given): { readonly of: unknown } | Problem {
  const row = settingRow(name);
  const { of, problem } = parsers[row.is](text.trim(), row);
  return problem === undefined ? { of: of ?? text } : new Problem(problem);
}

type Parsed = { readonly of?: unknown; readonly problem?: string };

const noCredentials: Parsed = {
  problem: "must hold no user and password: they have settings of their own",
};

const parsers: Readonly<Record<SettingRow["is"], (text: string, row: SettingRow) => Parsed>> = {
  text: () => ({}),
  // `user/password@host`, as other tools take it.
  connectString: (text) => (/^[^()]*\/[^()]*@/.test(text) ? noCredentials : { of: text }),
  url: (text) => url(text),
  number: (text, { range: [min, max] = [0, Infinity] }) => {
    const number = /^\d+$/.test(text) ? Number(text) : NaN;
    return number >= min && number <= max
      ? { of: number }
      : { problem: `must be a whole number from ${min} to ${max}` };
  },
  flag: (text) =>
    text === "true" || text === "false" ? { of: text === "true" } : { problem: "must be true or false" },
  token: (text) => {
    if (!text.startsWith("{")) return {};
    try {
      const { token, privateKey } = JSON.parse(text) as Record<string, unknown>;
      if (typeof token === "string" && typeof privateKey === "string") return { of: { token, privateKey } };
    } catch {
      // The parser's message would quote the token.
    }
    return { problem: "must be text, or a map of token and privateKey" };
  },
};

function url(text: string): Parsed {
  const problem = { problem: "must be a URL that begins with https:// or http://" };
  if (!URL.canParse(text)) return problem;
  const { protocol, username, password } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return problem;
  if (username !== "" || password !== "") {
    return noCredentials;
  }
  return { of: text.replace(/\/+$/, "") };
}
