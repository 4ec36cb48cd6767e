import type { Labels } from "./labels.ts";

/**
 * What a button says before it is pressed, in every language: itself, an amount (`$`) on a network (`#`), and the field in
 * which a payer types one (`%` is the currency). The rest of a language comes with the press, and repeats this.
 * In Arabic, what is written from left to right is kept together by isolates.
 */
const WORDS = `en|Pay|$ on #|Amount in %
ar|ادفع|\u2066$\u2069 على \u2066#\u2069|المبلغ (%)
de|Bezahlen|$ auf #|Betrag in %
es|Pagar|$ en #|Importe en %
fr|Payer|$ sur #|Montant en %
hi|भुगतान करें|# पर $|राशि (%)
it|Paga|$ su #|Importo in %
ja|支払う|$（#）|金額（%）
ko|결제하기|$(#)|금액(%)
nl|Betalen|$ op #|Bedrag in %
pl|Zapłać|$ w sieci #|Kwota w %
pt|Pagar|$ na #|Valor em %
tr|Öde|# ağında $|Tutar (%)
zh|支付|$（#）|金额（%）`;

export type Words = Pick<Labels, "pay" | "amount" | "amount_label">;

/** The words of a language; none where it is not built in. */
export function wordsOf(code: string): Words | undefined {
  const line = WORDS.split("\n").find((each) => each.startsWith(`${code}|`));
  const [, pay = "", amount = "", amount_label = ""] = (line ?? "")
    .replace("$", "{amount} {symbol}")
    .replace("#", "{network}")
    .replace("%", "{symbol}")
    .split("|");
  return line ? { pay, amount, amount_label } : undefined;
}
