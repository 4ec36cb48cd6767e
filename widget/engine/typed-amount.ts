import { toLocale } from "../i18n/format.ts";
import { canonical, isDecimal } from "../purchase/decimal.ts";
import { placesOf, toUnits } from "../purchase/units.ts";

/** What groups digits and stands for nothing else: spaces of any width, apostrophes, and the Arabic thousands sign. */
const GROUPS = /(?<=\d)[\s'\u2019\u066c](?=\d{3}(?!\d))/gu;
const SIGNS: readonly [RegExp, string][] = [
  [/[\u066b\uff0e]/g, "."],
  [/\uff0c/g, ","],
];

/**
 * The amount that a payer has typed, as a plain decimal; empty where it is none. Digits of every script will do, and either
 * separator. But where a single one may stand for thousands, as in `1,000`, only the language's own.
 */
export function readTyped(typed: string, lang: string, symbol = ""): string {
  const plain = SIGNS.reduce(
    (text, [sign, by]) => text.replace(sign, by),
    typed.replace(/\p{Nd}/gu, toDigit),
  );
  const text = withoutCurrency(plain, symbol).replace(GROUPS, "").replace(/[.,]$/, "");
  const [, separator] = /^\d+([.,])\d{3}$/.exec(text) ?? [];
  if (separator && !typed.includes("\u066b") && decimalSign(lang) !== separator) return "";
  const decimal = ungroup(text)
    .replace(",", ".")
    .replace(/^0+(?=\d)/, "")
    .replace(/^\./, "0.");
  return isDecimal(decimal) ? canonical(decimal) : "";
}

/** `1.234,50` and `1,234.50`: of two separators, the last one stands before the decimals. */
function ungroup(text: string): string {
  if (/^\d{1,3}(\.\d{3})+,\d+$/.test(text)) return text.replaceAll(".", "");
  if (/^\d{1,3}(,\d{3})+\.\d+$/.test(text)) return text.replaceAll(",", "");
  return text;
}

/** `€10` and `10 USDC` are 10. */
function withoutCurrency(text: string, symbol: string): string {
  const bare = text
    .trim()
    .replace(/^\p{Sc}|\p{Sc}$/gu, "")
    .trim();
  const isNamed = symbol && bare.toLowerCase().endsWith(symbol.toLowerCase());
  return (isNamed ? bare.slice(0, -symbol.length) : bare).trim();
}

/** Decimal digits stand in runs of ten, from 0 to 9, in every script. */
function toDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first--;
  return String((code - first) % 10);
}

function decimalSign(lang: string): string | undefined {
  const parts = new Intl.NumberFormat(toLocale(lang)).formatToParts(1.5);
  return parts.find(({ type }) => type === "decimal")?.value.replace("\u066b", ".");
}

/** Whether an amount is above 0 and within the bounds, where there are any. */
export function isWithin(amount: string, min: string, max: string): boolean {
  return (
    isDecimal(amount) &&
    canonical(amount) !== "0" &&
    (!isDecimal(min) || isAtMost(min, amount)) &&
    (!isDecimal(max) || isAtMost(amount, max))
  );
}

/** Whether `a` is at most `b`, exactly. */
function isAtMost(a: string, b: string): boolean {
  const places = Math.max(placesOf(a), placesOf(b));
  return toUnits(a, places) <= toUnits(b, places);
}
