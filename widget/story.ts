import type { Checkout } from "../server/contract.ts";
import { placesOf, toDecimal, toUnits } from "./decimal.ts";
import { fill, sayAmount, toLocale, type Voice } from "./format.ts";
import { isIntegrators, type Problem } from "./problem.ts";

/** Where the checkout stands, in the payer's words. */
export function sayStatus(checkout: Checkout, voice: Voice): string {
  const { status, amount, amountPaid, amountRefunded, currency, updatedAt } = checkout;
  const say = (value: string) => sayAmount({ amount: value, currency }, voice);
  return fill(voice.labels[status], {
    amount: say(amount),
    paid: say(amountPaid),
    rest: say(subtract(amount, amountPaid)),
    refunded: say(amountRefunded ?? amountPaid),
    date: formatDate(updatedAt, voice.lang),
  });
}

/** A day and a time, in the payer's words. */
export function formatDate(iso: string, lang: string): string {
  return new Intl.DateTimeFormat(toLocale(lang), { dateStyle: "medium", timeStyle: "short" }).format(
    new Date(iso),
  );
}

/** What went wrong, as far as it is the payer's to know. */
export function sayProblem(problem: Problem, { labels }: Voice): string {
  if (problem.code === "offer_used") return labels.used;
  return isIntegrators(problem) ? labels.broken : labels.error;
}

/** `a` − `b`, exactly; 0 where it would be less. */
export function subtract(a: string, b: string): string {
  const places = Math.max(placesOf(a), placesOf(b));
  const units = toUnits(a, places) - toUnits(b, places);
  return toDecimal(units > 0n ? units : 0n, places);
}
