/** What client commands have set. */
export interface Client {
  serverOutput: boolean;
  onError: "continue" | "exit";
}

export type ClientEffect =
  | { readonly kind: "said"; readonly lines: readonly string[] }
  /** A command that stands for a block. */
  | { readonly kind: "block"; readonly text: string }
  | { readonly kind: "serverOutput"; readonly on: boolean };

const said = (...lines: readonly string[]): ClientEffect => ({ kind: "said", lines });

/** Commands by their first word, and how a service without files and a terminal takes them (fact 128). */
const commands: readonly (readonly [RegExp, (rest: string, client: Client, word: string) => ClientEffect])[] =
  [
    [/^exec(ute)?$/i, (rest) => ({ kind: "block", text: `begin ${rest.replace(/;\s*$/, "")}; end;` })],
    [/^pro(mpt)?$/i, (rest) => said(`${rest}\n`)],
    [/^set$/i, set],
    [/^whenever$/i, whenever],
    [/^(rem|remark|column|col|clear|cl|break|bre|btitle|ttitle|timing)$/i, () => said()],
    [
      /^(spool|spo|host|ho|start|sta|connect|conn|disconnect|cd|script|load|accept|acc|pause|exit|quit|alias)$|^[@!]/i,
      (_, __, word) => said(`\nSP2-0738: Restricted command "${word}" not available\n`),
    ],
  ];

export function clientCommand(text: string, client: Client): ClientEffect {
  const [, word = "", rest = ""] = /^([@!]|[a-z]+)\s*([\s\S]*)$/i.exec(text) ?? [];
  const command = commands.find(([names]) => names.test(word));
  return command?.[1](rest, client, word) ?? said(`\n${word} is not supported by the sandbox\n`);
}

function set(rest: string, client: Client): ClientEffect {
  const output = /^serverout(?:put)?\s+(on|off)\b/i.exec(rest);
  if (output === null) return said();
  client.serverOutput = output[1]?.toLowerCase() === "on";
  return { kind: "serverOutput", on: client.serverOutput };
}

function whenever(rest: string, client: Client): ClientEffect {
  if (/^sqlerror\b/i.test(rest)) client.onError = /^sqlerror\s+exit\b/i.test(rest) ? "exit" : "continue";
  return said();
}
