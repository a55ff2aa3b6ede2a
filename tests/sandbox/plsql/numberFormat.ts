import { ora } from "./failure";
import { absolute, asNumber, fixed, isNegative, parseNumeric } from "./decimal";
import type { Numeric } from "./decimal";

interface Model {
  readonly fill: boolean;
  readonly dollar: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly minus: "before" | "after" | "angle";
  readonly hex: boolean;
}

function read(model: string): Model {
  const upper = model.toUpperCase();
  const plain = upper.replace(/^FM/, "");
  if (/^0*X+$/.test(plain)) {
    return {
      fill: !upper.startsWith("FM"),
      dollar: false,
      whole: plain,
      fraction: "",
      minus: "before",
      hex: true,
    };
  }
  const match = /^(S?)(\$|L)?([09,G]*)(?:[.D]([09]*))?(S|MI|PR)?$/.exec(plain);
  if (match === null) throw ora(1481, "invalid number format model");
  const [, , currency, whole = "", fraction = "", sign] = match;
  return {
    fill: !upper.startsWith("FM"),
    dollar: currency !== undefined,
    whole,
    fraction,
    minus: sign === "PR" ? "angle" : sign === undefined ? "before" : "after",
    hex: false,
  };
}

/** TO_CHAR of a number: hashes where it does not fit. */
export function formatNumber(value: Numeric, model: string): string {
  const { fill, dollar, whole, fraction, minus, hex } = read(model);
  if (hex) {
    const digits = Math.round(asNumber(value)).toString(16).toUpperCase();
    return fill ? digits.padStart(whole.length + 1) : digits;
  }
  const places = whole.replace(/[,G]/g, "");
  const [integral = "0", decimals = ""] = fixed(absolute(value), fraction.length).split(".");
  const shown = integral === "0" && fraction !== "" && !places.includes("0") ? "" : integral;
  const width = whole.length + fraction.length + (fraction === "" ? 0 : 1) + 1 + (dollar ? 1 : 0);
  if (shown.length > places.length) return "#".repeat(width);
  const required = places.includes("0") ? places.length - places.indexOf("0") : 0;
  const grouped = group(shown.padStart(required, "0"), whole);
  const trimmed = fill ? decimals : trimDecimals(decimals, fraction);
  const point = fraction === "" && !/[.D]/i.test(model) ? "" : ".";
  const body = `${dollar ? "$" : ""}${grouped}${fraction === "" ? point : point + trimmed}`;
  if (minus === "angle") return isNegative(value) ? `<${body}>` : fill ? ` ${body} ` : body;
  const signed =
    minus === "after" ? body + (isNegative(value) ? "-" : "") : (isNegative(value) ? "-" : "") + body;
  return fill ? signed.padStart(width) : signed;
}

/** Separators stand where the model has them, counted from the right. */
function group(digits: string, whole: string): string {
  let result = "";
  let next = digits.length - 1;
  for (let index = whole.length - 1; index >= 0 && next >= 0; index--) {
    result = /[,G]/.test(whole.charAt(index)) ? `,${result}` : digits.charAt(next--) + result;
  }
  return result;
}

function trimDecimals(decimals: string, fraction: string): string {
  const required = fraction.lastIndexOf("0") + 1;
  const kept = decimals.replace(/0+$/, "");
  return decimals.slice(0, Math.max(kept.length, required));
}

export function parseNumber(text: string, model: string): Numeric {
  if (/^X+$/i.test(model)) return parseInt(text, 16);
  const plain = text.replace(/[,$\s]/g, "");
  if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(plain)) throw ora(1722, "invalid number");
  return parseNumeric(plain) ?? Number(plain);
}
