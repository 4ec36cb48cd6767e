import type { Checkout } from "../../server/contract/contract.ts";
import { isIntegrators, type Problem } from "../api/problem.ts";
import type { View } from "../element/view.ts";
import { fill, sayAmount, toLocale, type Voice } from "../i18n/format.ts";
import type { Labels } from "../i18n/labels.ts";
import { placesOf, toDecimal, toUnits } from "../purchase/decimal.ts";

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
export function sayStory({ phase, price, checkout }: View, voice: Voice): string {
  if (phase === "leaving") return fill(voice.labels.leaving, {});
  if (phase === "price_changed" && price)
    return fill(voice.labels.price_changed, { amount: sayAmount(price, voice) });
  return checkout ? sayStatus(checkout, voice) : "";
}

export interface Complaining {
  view: View;
  currency: string;
  min: string;
  max: string;
}

/** What went wrong, as far as it is the payer's to know. */
export function sayComplaint({ view, currency, min, max }: Complaining, voice: Voice): string {
  const { labels } = voice;
  if (view.phase === "refused") {
    const say = (amount: string) => sayAmount({ amount, currency }, voice);
    return min && max
      ? fill(labels.amount_range, { min: say(min), max: say(max) })
      : fill(labels.amount_missing, {});
  }
  return (view.phase === "failed" && view.problem && sayProblem(view.problem, labels)) || "";
}

function sayProblem(problem: Problem, { used, broken, error }: Partial<Labels>): string | undefined {
  if (problem.code === "offer_used") return used;
  return isIntegrators(problem) ? broken : error;
}

/** `a` − `b`, exactly; 0 where it would be less. */
export function subtract(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  const units = toUnits(a, places) - toUnits(b, places);
  return toDecimal(units > 0n ? units : 0n, places);
}
