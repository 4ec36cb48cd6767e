import type { Checkout } from "../server/contract.ts";
import { subtract } from "./decimal.ts";
import { fill, sayAmount, toLocale, type Voice } from "./format.ts";

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
