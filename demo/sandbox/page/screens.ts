import { html, type Markup } from "../../../server/http/html.ts";
import { type Amount, sum, toDecimal, ZERO } from "../model/amounts.ts";
import { borneBy, chargedWith } from "../model/fees.ts";
import {
  deriveLinkStatus,
  isSafePending,
  type PaymentLink,
  priceOf,
  refundedOf,
  remainingOf,
} from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import type { Screen } from "./layout.ts";
import { options } from "./options.ts";
import { leftOf, money, paidOf, row, summary, surplusOf } from "./summary.ts";

export interface View {
  link: PaymentLink;
  wire: Wire;
  nowMs: number;
  /** Whether the payer has paid on this very page, and is not merely opening a link that is paid. */
  isReceipt: boolean;
}

/** The screen that a link's state calls for. */
export function screenOf(view: View): Screen {
  const { link, nowMs } = view;
  const status = deriveLinkStatus(link, nowMs);
  if (status === "completed") return completed(view);
  if (status === "expired") return expired(link);
  if (status === "compliance_failed") return complianceFailed(link);
  return status === "in_progress" ? inProgress(view) : payable(view);
}

function payable({ link, wire }: View): Screen {
  const left = money(link, leftOf(link));
  const paid = paidOf(link);
  const isPartial = paid.gt(ZERO);
  const title = isPartial ? `${left} left to pay` : `Pay ${left}`;
  const progress: Record<string, Amount> = isPartial ? { Price: priceOf(link), Received: paid } : {};
  const inexact = wire.readings.R11 === "a" ? [] : (["partial", "overpay"] as const);
  const body = html`
      <h1 tabindex="-1">${isPartial ? "Left to pay" : "Amount to pay"} <span class="amount">${left}</span></h1>
      ${summary(link, [...amountRows(link, progress), ...feeRows(link)])}
      ${link.hasFailed && html`<p class="notice" role="alert">The payment failed and nothing was taken. You can try again.</p>`}
      ${options(link)}
      <button class="primary" type="button" data-action="pay">Pay in full</button>
      ${controls("Try what else a payer may do", [...inexact, "fail", "expire"])}`;
  return { title, body };
}

function completed({ link, isReceipt }: View): Screen {
  const refunded = sum(link.requests.map(refundedOf));
  const isRefunded = refunded.eq(paidOf(link));
  const heading = isRefunded ? "Payment refunded" : isReceipt ? "Payment complete" : "Already paid";
  const lead = isReceipt && !isRefunded ? "Thank you. Your payment has arrived." : LEADS[heading];
  const body = html`
      ${isRefunded ? badge("good", "m8 5-4 4 4 4M4 9h11a5 5 0 0 1 0 10h-4") : badge("good", "m6 12 4 4 8-9")}
      <h1 tabindex="-1">${heading}</h1>
      <p class="lead">${lead}</p>
      ${summary(link, amountRows(link, { Received: paidOf(link), "Above the price": surplusOf(link), Refunded: refunded }))}
      ${wayBack(link)}
      ${!isRefunded && controls("As the merchant", ["refund"])}`;
  return { title: heading, body };
}

const LEADS: Record<string, string> = {
  "Payment refunded": "The money has gone back to the wallet that it came from.",
  "Already paid": "This link has been paid. There is nothing left to do here.",
};

function expired(link: PaymentLink): Screen {
  const body = html`
      ${badge("warn", "M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M12 7v5l3 2")}
      <h1 tabindex="-1">Link expired</h1>
      <p class="lead">This payment link can’t be used any more. Ask the merchant for a new one.</p>
      ${summary(link, amountRows(link, { Received: paidOf(link) }))}
      ${wayBack(link)}`;
  return { title: "Link expired", body };
}

function complianceFailed(link: PaymentLink): Screen {
  const body = html`
      ${badge("warn", "M12 6v7m0 4v.5")}
      <h1 tabindex="-1">Link blocked</h1>
      <p class="lead">The recipient was rejected by screening. This link can’t be paid.</p>
      ${summary(link)}
      ${wayBack(link)}`;
  return { title: "Link blocked", body };
}

function inProgress({ link, nowMs }: View): Screen {
  const body = html`
      ${badge("busy", "M12 4a8 8 0 1 0 8 8")}
      <h1 tabindex="-1">Payment in progress</h1>
      <p class="lead">A wallet has this payment in hand. This page looks again by itself.</p>
      ${summary(link)}
      ${isSafePending(link, nowMs) && controls("As the Safe’s owners", ["execute", "fail"])}`;
  return { title: "Payment in progress", body, isWaiting: true };
}

/** For a token that nobody was given. */
export function unknown(): Screen {
  const body = html`
      ${badge("warn", "M12 6v7m0 4v.5")}
      <h1 tabindex="-1">Unknown link</h1>
      <p class="lead">There is no payment behind this address. Check that it was copied whole.</p>`;
  return { title: "Unknown link", body };
}

/** Nothing leads back by itself: the payer presses the button, or leaves it. */
function wayBack({ redirectUrl, redirectLabel }: PaymentLink): Markup {
  const label = redirectLabel ?? "Go Back and Close";
  if (redirectUrl === null) return html`<button class="primary" type="button" data-close>${label}</button>`;
  return html`<a class="primary" href="${redirectUrl}">${label}</a>`;
}

/** A row for each amount that is not nothing. */
function amountRows(link: PaymentLink, amounts: Record<string, Amount>): Markup[] {
  return Object.entries(amounts)
    .filter(([, amount]) => amount.gt(ZERO))
    .map(([name, amount]) => row(name, html`${money(link, amount)}`));
}

/** What the payer gives besides the price. */
function feeRows(link: PaymentLink): Markup[] {
  const fees = link.requests.flatMap((request) => chargedWith(link, request, remainingOf(request)));
  const amount = borneBy(fees, "payer");
  const symbol = link.requests[0]?.paymentCurrency.symbol;
  return amount.gt(ZERO) ? [row("Fees on top", html`${toDecimal(amount)} ${symbol}`)] : [];
}

const CONTROL_NAMES = {
  execute: "Execute",
  partial: "Pay half",
  overpay: "Overpay",
  fail: "Fail",
  expire: "Expire link",
  refund: "Refund",
} as const;

function controls(title: string, actions: readonly (keyof typeof CONTROL_NAMES)[]): Markup {
  const buttons = actions.map(
    (action) => html`<button type="button" data-action="${action}">${CONTROL_NAMES[action]}</button>`,
  );
  return html`<section class="controls" aria-labelledby="controls"><h2 class="controls-title" id="controls">${title}</h2><div class="choices">${buttons}</div></section>`;
}

function badge(kind: "good" | "warn" | "busy", path: string): Markup {
  return html`<svg class="badge ${kind}" viewBox="0 0 24 24" aria-hidden="true"><path d="${path}"/></svg>`;
}
