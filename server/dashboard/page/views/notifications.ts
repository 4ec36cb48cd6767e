import { html, nothing, type TemplateResult } from "lit";
import type { OrderHistory } from "../../../contract.ts";
import { sayDate } from "../words.ts";
import type { Actions } from "./actions.ts";

type Notification = OrderHistory["notifications"][number];

/** What your own system and your mailbox were told. */
export function notificationsView(
  { id, notifications }: OrderHistory,
  { notify }: Actions,
): TemplateResult | typeof nothing {
  if (notifications.length === 0) return nothing;
  return html`<section aria-labelledby="notifications-title">
    <h2 id="notifications-title">Notifications</h2>
    <ul class="notifications">
      ${notifications.map(
        (each) => html`<li>
          <code>${each.type}</code> by ${each.channel === "email" ? "e-mail" : "webhook"}
          <span class="badge ${each.state}">${sayState(each)}</span>
          ${each.lastError ? html`<small>${each.lastError}</small>` : nothing}
        </li>`,
      )}
    </ul>
    <button type="button" @click=${() => notify(id)}>Send them again</button>
  </section>`;
}

function sayState({ state, attempts, sentAt, nextTryAt }: Notification): string {
  if (state === "sent") return sentAt ? `sent ${sayDate(sentAt)}` : "sent";
  if (state === "failed") return `given up after ${attempts} tries`;
  return attempts === 0 ? "on its way" : `${attempts} tries, next ${nextTryAt ? sayDate(nextTryAt) : "soon"}`;
}
