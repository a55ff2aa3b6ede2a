import { canonical, hasUnknown, isProps, isSecret, type Props, UNKNOWN, type Value } from "./values";

/** `~text`, `+size`, `-tags`: how inputs differ. */
export function changedNames(olds: Props, news: Props): string[] {
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  return names
    .filter((name) => name !== "__provider" && canonical(olds[name]) !== canonical(news[name]))
    .sort()
    .map((name) => `${!(name in olds) ? "+" : !(name in news) ? "-" : "~"}${name}`);
}

function show(value: Value | undefined, indent: string): string {
  if (value === UNKNOWN) return "[unknown]";
  if (isSecret(value)) return "[secret]";
  const deeper = `${indent}    `;
  if (Array.isArray(value)) {
    const items = value.map((item, at) => `${deeper}[${at}]: ${show(item, deeper)}`);
    return `[\n${items.join("\n")}\n${indent}]`;
  }
  if (isProps(value)) {
    const names = Object.keys(value).sort();
    const width = Math.max(0, ...names.map((name) => name.length));
    const items = names.map((name) => `${deeper}${name.padEnd(width)}: ${show(value[name], deeper)}`);
    return `{\n${items.join("\n")}\n${indent}}`;
  }
  return typeof value === "string" && !hasUnknown(value) ? JSON.stringify(value) : String(value ?? null);
}

/** The stack's outputs, marked where they are new, other or gone; a preview shows only those, and no unknown news. */
export function showOutputs(news: Props, olds: Props | undefined, planning: boolean): string[] {
  const before = olds ?? {};
  const names = [...new Set([...Object.keys(news), ...Object.keys(before)])].sort();
  const marked = names.map((name) => {
    const [now, old] = [news[name], before[name]];
    if (now === undefined) return ["-", name, show(old, "    ")] as const;
    if (old === undefined) return [olds ? "+" : " ", name, show(now, "    ")] as const;
    if (canonical(now) === canonical(old)) return [" ", name, show(now, "    ")] as const;
    return ["~", name, `${show(old, "    ")} => ${show(now, "    ")}`] as const;
  });
  const isNews = ([mark, name]: readonly [string, string, string]): boolean =>
    mark !== " " && !(mark === "~" && hasUnknown(news[name]));
  const listed = planning && olds ? marked.filter(isNews) : marked;
  const width = Math.max(0, ...listed.map(([, name]) => name.length));
  return listed.map(([mark, name, text]) => `  ${mark} ${name.padEnd(width)}: ${text}`);
}
