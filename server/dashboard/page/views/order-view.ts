import { html, nothing, type TemplateResult } from "lit";
import type { OrderHistory } from "../../../contract/contract.ts";
import { networkOf, toFullTime, toMoney, toShortId } from "../words/format.ts";
import {
  isAmountKnown,
  PRICE_SOURCES,
  REASONS,
  REFERENCE_SOURCES,
  remarkOn,
  titleOf,
  wordsOf,
} from "../words/words.ts";
import { decisionPanel } from "./decision-panel.ts";
import { historyList, knownList } from "./history-list.ts";
import { notificationsBox } from "./notifications-box.ts";
import type { OrderView } from "./order-state.ts";
import { badge, mark, raw, row, said, time } from "./parts.ts";
import { termsBox } from "./terms-box.ts";

/** The heading stays the same one while the order is loaded: the focus is on it. */
export function orderView(shown: OrderView): TemplateResult {
  const { order } = shown;
  return html`<p class="back"><a href="#/">← All orders</a></p>
    <div class="heading named">
      <h1 tabindex="-1">${order ? said(titleOf(order)) : "Order"}</h1>
      ${order ? badge(order) : nothing}
    </div>
    ${order ? bodyOf(order, shown) : html`<p class="empty">Loading…</p>`}`;
}

function bodyOf(order: OrderHistory, shown: OrderView): TemplateResult {
  return html`<p class="lead">${wordsOf(order).text}</p>
    ${remark(order)} ${decisionPanel(shown, order)}
    <div class="columns">
      <div class="main">${historyList(order)} ${knownList(order)}</div>
      <div class="side">${moneyBox(order)} ${termsBox(order)} ${detailsBox(order)} ${notificationsBox(shown, order)}</div>
    </div>
    ${raw(JSON.stringify(order), "Raw data of this order")}`;
}

/** What else there is to know of an order that is paid, or whose last wallet was rejected. */
function remark(order: OrderHistory): TemplateResult | typeof nothing {
  const { late, excess, currency } = order;
  const isRejected = order.status === "failed" && order.reason === "wallet_rejected";
  const words = isRejected ? REASONS.wallet_rejected : remarkOn(order);
  if (!words && !late && !excess) return nothing;
  return html`<div class="remark">
    ${words ? html`<p><b>${words.label}.</b> ${words.text} ${words.advice}</p>` : nothing}
    ${excess ? html`<p><b>Above the price.</b> ${toMoney(excess, currency)} more than the price was received.</p>` : nothing}
    ${late ? html`<p><b>Late.</b> The money arrived after the time to pay was over.</p>` : nothing}
  </div>`;
}

function moneyBox(order: OrderHistory): TemplateResult {
  const { amount, amountPaid, amountRefunded, excess, currency, txHashes } = order;
  const money = (value: string | undefined) => value !== undefined && toMoney(value, currency);
  return html`<section class="card" aria-labelledby="money-title">
    <h2 id="money-title">Money</h2>
    <dl class="facts sums">
      ${row("Price", money(amount))} ${row("Received", isAmountKnown(order) ? money(amountPaid) : "Not known")}
      ${amountRefunded === undefined ? nothing : row("Refunded", money(amountRefunded))}
      ${excess === undefined ? nothing : row("Above the price", money(excess))}
    </dl>
    <p class="hint">
      On ${networkOf(currency) || "an unknown network"}. ${
        txHashes.length > 0
          ? html`Transactions: ${txHashes.map((hash) => html`<code>${hash}</code> `)}`
          : nothing
      }
    </p>
  </section>`;
}

function detailsBox(order: OrderHistory): TemplateResult {
  const { id, product, quantity, reference, referenceSource, payerIdentifier, priceSource, origin } = order;
  const isOpen = order.securePaymentUrl !== null;
  return html`<section class="card" aria-labelledby="details-title">
    <h2 id="details-title">Order ${toShortId(id)}</h2>
    <dl class="facts">
      ${row("Product", product && html`${said(product)}${(quantity ?? 1) > 1 ? `, ${quantity} pieces` : ""}`)}
      ${row(
        "Reference",
        reference && html`${said(reference)} ${referenceSource && mark(REFERENCE_SOURCES[referenceSource])}`,
      )}
      ${row("Customer", payerIdentifier && html`${said(payerIdentifier)} ${mark("sent by the web page, not verified")}`)}
      ${row("Price decided by", PRICE_SOURCES[priceSource])} ${row("Bought on", origin ?? "a payment link")}
      ${row("Opened", time(order.createdAt))}
      ${isOpen ? row("Can be paid until", toFullTime(order.expiresAt)) : nothing}
      ${row("Last change", time(order.updatedAt))}
      ${row("Full number", html`<code>${id}</code>`)}
    </dl>
  </section>`;
}
