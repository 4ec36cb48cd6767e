import type { Checkout } from "../contract/contract.ts";
import { toAmount, toDecimal } from "../domain/amount.ts";
import { toAsset } from "../domain/currency.ts";
import { html } from "../http/html.ts";
import { toCheckout } from "../ledger/to-checkout.ts";
import type { LinkedRow } from "../store/tables/checkouts.ts";
import type { Page } from "./page.ts";

/** How often a page without scripts asks again, while there is something to wait for. */
const REFRESH_S = 10;
const OVER: ReadonlySet<Checkout["status"]> = new Set(["paid", "refunded", "expired", "review"]);

/** Where a checkout stands, for whoever holds its id: a plain link's payer returns to it. Works without scripts. */
export function toStatusPage(row: LinkedRow, { hasElement }: { hasElement: boolean }): Page {
  const checkout = toCheckout(row);
  const { id, status, securePaymentUrl: url } = checkout;
  const count = (row.quantity ?? 1) > 1 ? `${row.quantity} × ` : "";
  const name = row.title === null ? "Your payment" : `${count}${row.title}`;
  return {
    title: `${name} · ${HEADLINES[status]}`,
    hasElement,
    refreshS: OVER.has(status) ? undefined : REFRESH_S,
    body: html`<h1>${name}</h1>
      <p class="price">${sayAmount(checkout.amount, checkout.currency)}</p>
      <div role="status" data-status="${status}">
        ${
          hasElement
            ? html`<request-checkout-status server=".." checkout-id="${id}">${sayStatus(checkout)}</request-checkout-status>`
            : html`<p class="status">${sayStatus(checkout)}</p>`
        }
      </div>
      ${url && html`<p><a class="button" href="${url}" rel="noreferrer">Go to the payment page</a></p>`}
      ${status === "expired" && row.product && html`<p><a class="button" href="../pay/${row.product}?quantity=${row.quantity}">Start again</a></p>`}
      <p class="quiet">Order ${id}</p>`,
  };
}

const HEADLINES: Record<Checkout["status"], string> = {
  pending: "waiting for payment",
  processing: "on its way",
  partially_paid: "partly paid",
  paid: "paid",
  review: "being checked",
  failed: "not paid",
  expired: "expired",
  refunded: "refunded",
};

function sayStatus({ status, reason, amount, amountPaid, amountRefunded, currency }: Checkout): string {
  const say = (decimal: string) => sayAmount(decimal, currency);
  switch (status) {
    case "pending":
      return "Waiting for your payment.";
    case "processing":
      return "Your payment is on its way.";
    case "partially_paid":
      return `${say(amountPaid)} received. ${say(toDecimal(toAmount(amount).minus(toAmount(amountPaid))))} still to pay.`;
    case "paid":
      return `Paid. ${say(amountPaid)} received.`;
    case "review":
      return "We have received a payment and are checking it. The shop will get back to you.";
    case "failed":
      return reason === "wallet_rejected"
        ? "This wallet can't be used for this payment. Try another wallet."
        : "The payment did not go through. You can try again.";
    case "expired":
      return "The time to pay has run out.";
    case "refunded":
      return `Refunded. ${say(amountRefunded ?? amountPaid)} went back to you.`;
  }
}

/** As people say it: "10 USDC on Base". */
export function sayAmount(amount: string, currency: string): string {
  const [symbol = ""] = currency.split("-");
  const network = toAsset(currency).network ?? "";
  return `${amount} ${symbol} on ${network.charAt(0).toUpperCase()}${network.slice(1)}`;
}
