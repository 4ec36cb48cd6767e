import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { CheckoutStatus, OrderHistory } from "../../../contract/contract.ts";
import { toCount } from "../words/format.ts";
import { wordsOf } from "../words/words.ts";
import type { OrderView } from "./order-state.ts";
import { said, time } from "./parts.ts";

type Notification = OrderHistory["notifications"][number];

const CHANNELS: Record<Notification["channel"], string> = {
  webhook: "To your shop system",
  email: "To your mailbox",
};

/** The notifications that were sent for an order. */
export function notificationsBox(
  { isBusy, resent, sendAgain }: OrderView,
  { notifications }: OrderHistory,
): TemplateResult {
  return html`<section class="card" aria-labelledby="notifications-title">
    <h2 id="notifications-title">Notifications</h2>
    ${
      notifications.length === 0
        ? html`<p class="hint">None yet. Your shop system and mailbox get notifications once they are set up (<code>NOTIFY_URL</code>, <code>NOTIFY_EMAIL</code>).</p>`
        : html`<ul class="notifications">
              ${repeat(
                notifications,
                ({ id }) => id,
                (one) => html`<li class=${one.state}>${notification(one)}</li>`,
              )}
            </ul>
            <button type="button" aria-disabled=${isBusy} @click=${sendAgain}>Send again</button>
            <p class="hint">${resent || "All of them, with the same ids: your system recognises those it has received."}</p>`
    }
  </section>`;
}

function notification(one: Notification): TemplateResult {
  const status = one.type.replace("checkout.", "") as CheckoutStatus;
  return html`<p class="title">${CHANNELS[one.channel]}: ${wordsOf({ status }).label}</p>
    <p class="hint">${stateOf(one)}</p>
    ${one.lastError === null ? nothing : html`<p class="hint">Error: ${said(one.lastError)}</p>`}`;
}

function stateOf({ state, attempts, sentAt, nextTryAt, createdAt }: Notification): TemplateResult {
  const tries = toCount(attempts, "attempt");
  if (state === "sent") return html`Delivered ${time(sentAt ?? createdAt)}`;
  if (state === "failed") return html`<b>Could not be delivered</b>, given up after ${tries}`;
  if (attempts === 0) return html`Waiting to be sent since ${time(createdAt)}`;
  return html`Not delivered yet: ${tries}, the next one at ${time(nextTryAt ?? createdAt)}`;
}
