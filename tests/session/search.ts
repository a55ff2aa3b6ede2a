import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

/** A secret as it may turn up: plain, in JSON, in a URL or a form, in base64 wherever it begins, in hexadecimal. */
export function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  // Base64 of a text that holds the secret depends on how many bytes come before: the ends are left out.
  const inside = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .replace(/=+$/, "");
    return text.slice(before === 0 ? 0 : 4, -3);
  });
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      new URLSearchParams({ s: secret }).toString().slice(2),
      ...inside,
      ...inside.map((text) => text.replaceAll("+", "-").replaceAll("/", "_")),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
    ]),
  ];
}

export type Secrets = Readonly<Record<string, string>>;

/** Where secrets stand in a text: `<where>: <name of the secret> as <form>`. */
export function found(where: string, text: string, secrets: Secrets): string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsOf(secret)
      .filter((form) => text.includes(form))
      .map((form) => `${where}: ${name} as ${form}`),
  );
}

/** The same in all files below a folder; links are not followed. */
export function foundIn(folder: string, secrets: Secrets, skip: RegExp = /^node_modules$/): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    if (skip.test(entry.name) || entry.isSymbolicLink()) return [];
    if (entry.isDirectory()) return foundIn(file, secrets, skip);
    return entry.isFile() ? found(file, readFileSync(file, "latin1"), secrets) : [];
  });
}

function statusOf(pid: string): { readonly parent: string; readonly args: string } {
  try {
    const parent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? "";
    return { parent, args: readFileSync(`/proc/${pid}/cmdline`, "utf8") };
  } catch {
    // It has ended meanwhile.
    return { parent: "", args: "" };
  }
}

/** The command line of a process; empty where there is none. */
export function processArgs(pid: number): string {
  return statusOf(String(pid)).args;
}

interface Running {
  readonly pid: number;
  readonly args: string;
}

/** The processes below one; none where there is no such file system. */
export function processesBelow(ancestor: number): Running[] {
  if (!existsSync("/proc/self/status")) return [];
  const all = new Map(
    readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => [pid, statusOf(pid)]),
  );
  const isBelow = (pid: string): boolean => {
    const parent = all.get(pid)?.parent ?? "";
    return parent === String(ancestor) || (parent !== "" && parent !== "0" && isBelow(parent));
  };
  return [...all].filter(([pid]) => isBelow(pid)).map(([pid, { args }]) => ({ pid: Number(pid), args }));
}
