import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { OrderHistory } from "../../../contract/contract.ts";
import { evidenceOf } from "../words/fact-words.ts";
import { toMoney } from "../words/format.ts";
import { type Entry, tellStory } from "../words/story.ts";
import { isAmountKnown, isRefuted, isUnverified } from "../words/words.ts";
import { badge, mark, raw, said, time } from "./parts.ts";

const WHO: Record<Entry["who"], string> = {
  network: "Request Network",
  customer: "Customer’s browser",
  reading: "This server asked",
  time: "Clock",
  you: "You",
  shop: "Shop",
};

/** The timeline, newest first. */
export function historyList(order: OrderHistory): TemplateResult {
  const entries = tellStory(order);
  return html`<section aria-labelledby="history-title">
    <h2 id="history-title">Timeline</h2>
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
    <p class="title">${said(title)} ${who === "customer" ? mark("unverified") : nothing}</p>
    ${note === undefined ? nothing : html`<blockquote>${said(note)}</blockquote>`}
    ${
      status
        ? html`<p class="outcome">
            → ${badge(status)} ${amountPaid && amountPaid !== "0" && isAmountKnown({ ...status, amountPaid }) ? html`${toMoney(amountPaid, currency)} received` : nothing}
          </p>`
        : nothing
    }
    ${remark ? html`<p class="hint">${remark}</p>` : nothing} ${body === undefined ? nothing : raw(body)}`;
}

/** The facts that the status rests on, with their sources. */
export function knownList(order: OrderHistory): TemplateResult | typeof nothing {
  const hasAmounts = !isUnverified(order) && !isRefuted(order);
  const known = evidenceOf(order.facts, { hasAmounts });
  if (known.length === 0) return nothing;
  return html`<section aria-labelledby="known-title">
    <h2 id="known-title">Evidence</h2>
    <ul class="known card">
      ${known.map(
        ({ source, seenAt, says, times }) => html`<li>
          <p class="title">${said(says)}</p>
          <p class="hint">${source} · ${time(seenAt)}${times > 1 ? `, ${times} times` : ""}</p>
        </li>`,
      )}
    </ul>
  </section>`;
}
