import { inspect } from "node:util";

const mask = "[secret]";

/** Shorter texts stand in too many places by chance: they are masked in no error, and are no secrets worth the name. */
const shortest = 4;

/** A secret as it may turn up: plain, in base64, in hexadecimal, in a URL, in JSON. */
function forms(secret: string): string[] {
  const bytes = Buffer.from(secret, "utf8");
  return [
    ...new Set([
      secret,
      JSON.stringify(secret).slice(1, -1),
      encodeURIComponent(secret),
      bytes.toString("base64"),
      bytes.toString("base64url"),
      bytes.toString("hex"),
      bytes.toString("hex").toUpperCase(),
    ]),
  ];
}

export function masked(text: string, secrets: readonly string[]): string {
  return secrets
    .filter(({ length }) => length >= shortest)
    .flatMap(forms)
    .sort((a, b) => b.length - a.length)
    .reduce((rest, form) => rest.replaceAll(form, mask), text);
}

/** The error itself where nothing secret can be seen in it, however it is printed; else a copy with the same codes. */
export function maskedError(error: unknown, secrets: readonly string[]): unknown {
  const seen = inspect(error, { depth: 8, showHidden: true, maxStringLength: Infinity });
  return masked(seen, secrets) === seen ? error : copy(error, secrets);
}

function copy(error: unknown, secrets: readonly string[]): unknown {
  if (!(error instanceof Error)) return masked(String(error), secrets);
  const { cause } = error;
  const clean = new Error(masked(error.message, secrets), {
    cause: cause === undefined ? undefined : copy(cause, secrets),
  });
  clean.name = error.name;
  clean.stack = masked(error.stack ?? "", secrets);
  for (const [name, value] of Object.entries(error)) {
    if (typeof value === "number") Object.assign(clean, { [name]: value });
    if (typeof value === "string") Object.assign(clean, { [name]: masked(value, secrets) });
  }
  return clean;
}
