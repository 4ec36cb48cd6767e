import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Delivery } from "../../../contract.ts";
import type { List } from "../list.ts";
import { sayDate } from "../words.ts";
import type { Actions } from "./actions.ts";

/** Webhooks that were signed, and yet could not be used. */
export function asideView({ list }: { list: List<Delivery> }, { more }: Actions): TemplateResult {
  return html`<h1>Kept aside</h1>
    <p class="hint">
      Webhooks that carry your secret’s signature, and that no order could be changed by. They are kept as they came. What
      they tell is found by asking Request Network, too; if there are many, look for a newer release of this companion.
    </p>
    ${list.items.length === 0 ? html`<p class="empty">Nothing was kept aside.</p>` : nothing}
    <ol class="deliveries">
      ${repeat(list.items, ({ seq }) => seq, entry)}
    </ol>
    ${list.nextCursor === null ? nothing : html`<button type="button" class="more" @click=${more}>Show older ones</button>`}`;
}

function entry({ receivedAt, event, problem, body }: Delivery): TemplateResult {
  return html`<li>
    <time datetime=${receivedAt}>${sayDate(receivedAt)}</time>
    <strong>${event ?? "no event"}</strong>
    <p>${problem}</p>
    ${rawBody(body)}
  </li>`;
}

/** What came, for whoever reads such things. */
export function rawBody(body: string): TemplateResult {
  return html`<details><summary>As it came</summary><pre tabindex="0" role="region" aria-label="As it came">${body}</pre></details>`;
}
