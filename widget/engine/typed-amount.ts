import { toLocale } from "../i18n/format.ts";
import { canonical, isDecimal, placesOf, toUnits } from "../purchase/decimal.ts";

/**
 * The amount that a payer has typed, as a plain decimal; empty where it is none. Either separator will do, but where it
 * may stand for thousands, as in `1,000`, only the language's own.
 */
export function readTyped(typed: string, lang: string): string {
  const text = typed.trim().replace(/[\u0660-\u0669\u06f0-\u06f9\u0966-\u096f]/g, (digit) => {
    const code = digit.charCodeAt(0);
    return String((code > 0x900 ? code - 6 : code) & 15);
  });
  const [, separator = ""] = /^\d+([.,\u066b])\d{3}$/.exec(text) ?? [];
  const decimal = text.replace(/[,\u066b]/, ".").replace(/^0+(?=\d)/, "");
  const isClear =
    !separator ||
    separator === "\u066b" ||
    new Intl.NumberFormat(toLocale(lang)).format(1.5).includes(separator);
  return isDecimal(decimal) && isClear ? canonical(decimal) : "";
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
