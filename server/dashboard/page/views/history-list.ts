import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { OrderHistory } from "../../../contract.ts";
import { knownOf } from "../fact-words.ts";
import { toMoney } from "../format.ts";
import { type Entry, tellStory } from "../story.ts";
import { badge, mark, raw, said, time } from "./parts.ts";

const WHO: Record<Entry["who"], string> = {
  network: "Request Network",
  customer: "Customer’s browser",
  reading: "This server asked",
  time: "Clock",
  you: "You",
  shop: "Shop",
};

/** What has happened, newest first. */
export function historyList(order: OrderHistory): TemplateResult {
  const entries = tellStory(order);
  return html`<section aria-labelledby="history-title">
    <h2 id="history-title">What has happened</h2>
    <ol class="history card" reversed>
      ${repeat(
        entries,
        (entry, index) => `${entries.length - index} ${entry.at}`,
        (entry) => html`<li class=${entry.who}>${entryOf(entry, order)}</li>`,
      )}
    </ol>
  </section>`;
}

function entryOf(
  { who, at, title, status, amountPaid, remark, note, raw: body }: Entry,
  { currency }: OrderHistory,
): TemplateResult {
  return html`<p class="source">${WHO[who]} · ${time(at)}</p>
    <p class="title">${said(title)} ${who === "customer" ? mark("proves nothing") : nothing}</p>
    ${note === undefined ? nothing : html`<blockquote>${said(note)}</blockquote>`}
    ${
      status
        ? html`<p class="outcome">
            → ${badge(status)} ${amountPaid && amountPaid !== "0" ? html`${toMoney(amountPaid, currency)} received` : nothing}
          </p>`
        : nothing
    }
    ${remark ? html`<p class="hint">${remark}</p>` : nothing} ${body === undefined ? nothing : raw(body)}`;
}

/** What the status rests on, and by whose word. */
export function knownList({ facts }: OrderHistory): TemplateResult | typeof nothing {
  const known = knownOf(facts);
  if (known.length === 0) return nothing;
  return html`<section aria-labelledby="known-title">
    <h2 id="known-title">What is known, and from whom</h2>
    <ul class="known card">
      ${known.map(
        ({ source, seenAt, says, times }) => html`<li>
          <p class="title">${said(says)}</p>
          <p class="hint">${source} · ${time(seenAt)}${times > 1 ? `, said ${times} times` : ""}</p>
        </li>`,
      )}
    </ul>
  </section>`;
}
