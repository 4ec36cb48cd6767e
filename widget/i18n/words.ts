import type { Labels } from "./labels.ts";

/**
 * What a button says before it is pressed, in every language: itself, and an amount (`$`) on a network (`#`). The rest of a
 * language comes with the press, and repeats this. In Arabic, what is written from left to right is kept together by isolates.
 */
const WORDS = `en|Pay|$ on #
ar|ادفع|\u2066$\u2069 على \u2066#\u2069
de|Bezahlen|$ auf #
es|Pagar|$ en #
fr|Payer|$ sur #
hi|भुगतान करें|# पर $
it|Paga|$ su #
ja|支払う|$（#）
ko|결제하기|$(#)
nl|Betalen|$ op #
pl|Zapłać|$ w sieci #
pt|Pagar|$ na #
tr|Öde|# ağında $
zh|支付|$（#）`;

export type Words = Pick<Labels, "pay" | "amount">;

/** The words of a language; none where it is not built in. */
export function wordsOf(code: string): Words | undefined {
  const line = WORDS.split("\n").find((each) => each.startsWith(`${code}|`));
  const [, pay = "", amount = ""] = (line ?? "")
    .replace("$", "{amount} {symbol}")
    .replace("#", "{network}")
    .split("|");
  return line ? { pay, amount } : undefined;
}
