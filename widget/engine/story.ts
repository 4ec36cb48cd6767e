import type { Checkout } from "../../server/contract/contract.ts";
import { type Bounds, isIntegrators, type ProblemCode } from "../api/problem.ts";
import type { View } from "../element/view.ts";
import { fill, sayAmount, toLocale, type Voice } from "../i18n/format.ts";
import type { Purchase } from "../purchase/purchase.ts";
import { placesOf, toDecimal, toUnits } from "../purchase/units.ts";
import { isOtherAmount } from "./is-other-amount.ts";

/** Where the checkout stands, in the payer's words. */
export function sayStatus(checkout: Checkout, voice: Voice): string {
  const { status, reason, amount, amountPaid, amountRefunded, currency, updatedAt } = checkout;
  const say = (value: string) => sayAmount({ amount: value, currency }, voice);
  const { labels } = voice;
  const isRejected = status === "failed" && reason === "wallet_rejected";
  // A language that an earlier build has cached may lack the text.
  return fill((isRejected && labels.wallet_rejected) || labels[status], {
    amount: say(amount),
    paid: say(amountPaid),
    rest: say(subtract(amount, amountPaid)),
    refunded: say(amountRefunded ?? amountPaid),
    date: formatDate(updatedAt, voice.spoken),
  });
}

/** A day and a time, in the payer's words. */
export function formatDate(iso: string, lang: string): string {
  return new Intl.DateTimeFormat(toLocale(lang), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );
}

/** What an element has to say of a purchase, beside what went wrong. */
export function sayStory(view: View, bought: Purchase, voice: Voice): string {
  const { phase, price, checkout, foreign } = view;
  const { labels } = voice;
  if (phase === "leaving") return fill(labels.leaving, {});
  if (phase === "price_changed" && price)
    return fill(labels.price_changed, { amount: sayAmount(price, voice) });
  const told = checkout ?? foreign;
  if (!told) return "";
  const isNamed = /\{(amount|paid|refunded)\}/.test(labels[told.status] ?? "");
  const name = isOtherAmount(view, bought) && !isNamed ? `${sayAmount(told, voice)}: ` : "";
  return name + sayStatus(told, voice);
}

export interface Complaining {
  view: View;
  bought: Purchase;
  /** Nothing was opened for this purchase before. */
  isFirst: boolean;
}

/** What went wrong, as far as it is the payer's to know. That nothing was charged only where that is known. */
export function sayComplaint({ view, bought, isFirst }: Complaining, voice: Voice): string {
  const { labels } = voice;
  const { phase, problem } = view;
  const { currency, min, max } = bought;
  if (phase === "refused") return sayBounds({ currency, min, max }, voice);
  if (phase !== "failed" || !problem) return "";
  const { code } = problem;
  const bounds = bought.asksAmount ? (problem.bounds ?? guessBounds(code, bought)) : undefined;
  if (bounds) return sayBounds({ currency, ...bounds }, voice);
  if (code === "offer_used") return labels.used ?? "";
  if (code === "offer_expired") return labels.offer_expired ?? labels.broken ?? "";
  if (isIntegrators(problem)) return labels.broken ?? "";
  return (isFirst ? labels.error : (labels.unsure ?? labels.offline)) ?? "";
}

/** Where Request Network rejects an amount without a word: most tokens have six decimals. */
function guessBounds(code: ProblemCode, { amount }: Purchase): Bounds | undefined {
  return code === "invalid_request" && placesOf(amount) > 6 ? { places: "6" } : undefined;
}

/** Which amounts will do. */
function sayBounds({ min, max, currency, places }: Bounds & { currency: string }, voice: Voice): string {
  const { labels } = voice;
  const say = (amount: string) => sayAmount({ amount, currency }, voice);
  if (places) return fill(labels.amount_places, { places });
  if (min && max) return fill(labels.amount_range, { min: say(min), max: say(max) });
  if (min) return fill(labels.amount_min, { min: say(min) });
  if (max) return fill(labels.amount_max, { max: say(max) });
  return fill(labels.amount_missing, {});
}

/** `a` − `b`, exactly; 0 where it would be less. */
export function subtract(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  const units = toUnits(a, places) - toUnits(b, places);
  return toDecimal(units > 0n ? units : 0n, places);
}
