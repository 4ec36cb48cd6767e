import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { Delivery } from "../../../contract/contract.ts";
import { raw, said, time } from "./parts.ts";

export interface QuarantinedView {
  /** Newest first; undefined before the first answer. */
  deliveries: readonly Delivery[] | undefined;
  hasMore: boolean;
  isBusy: boolean;
  more: () => void;
}

const ADVICE = html`<section class="advice card" aria-labelledby="advice-title">
      <h2 id="advice-title">What to do</h2>
      <ol>
        <li>
          Check whether an order from about that time is still “Open” although the money is in your wallet. As a rule the
          server finds such payments itself, within two minutes.
        </li>
        <li>If one is missing, have whoever runs the server run <code>npm run reconcile</code>: it reads all payments anew.</li>
        <li>If this keeps happening, send the raw data to Request Network’s support: it is from their side.</li>
      </ol>
    </section>`;

/** Deliveries that could not be read, why, and what to do. */
export function quarantinedView({ deliveries, hasMore, isBusy, more }: QuarantinedView): TemplateResult {
  return html`<div class="heading"><h1 tabindex="-1">Quarantined</h1></div>
    <p class="lead">
      Deliveries with a valid signature that could not be read. None of them has changed an order, and none is lost.
    </p>
    ${
      deliveries === undefined
        ? html`<p class="empty">Loading…</p>`
        : deliveries.length === 0
          ? html`<p class="empty">Nothing is quarantined. Every delivery was understood.</p>`
          : html`${ADVICE}<ul class="quarantined">
              ${repeat(
                deliveries,
                ({ seq }) => seq,
                (delivery) => html`<li class="card">${one(delivery)}</li>`,
              )}
            </ul>`
    }
    ${
      hasMore
        ? html`<button type="button" class="more" aria-disabled=${isBusy} @click=${more}>Show more</button>`
        : nothing
    }`;
}

function one({ receivedAt, event, problem, body }: Delivery): TemplateResult {
  return html`<h2>${event === null ? "A message without a name" : html`Message ${said(event)}`}</h2>
    <p class="hint">${time(receivedAt)}</p>
    <p>${toReason(problem ?? "", event)}</p>
    <p class="hint">Error: ${said(problem ?? "unknown")}</p>
    ${raw(body)}`;
}

/** Why a message could not be used, for somebody who has not written it. */
function toReason(problem: string, event: string | null): string {
  if (problem.includes("requestId and requestID differ"))
    return "It names two different payments, so it is not clear which one is meant.";
  if (event !== null) return "Something in it is not as it must be, such as an amount that is no number.";
  if (problem.includes("UTF-8") || problem.includes("byte order mark")) return "Its text can’t be read.";
  if (problem.includes("nested")) return "It is built in a way that no honest message is.";
  return "It is not a message about a payment at all.";
}
