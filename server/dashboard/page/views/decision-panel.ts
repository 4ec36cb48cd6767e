import { html, nothing, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import type { OrderHistory } from "../../../contract/contract.ts";
import { toMoney } from "../words/format.ts";
import {
  isAmountKnown,
  isClosed,
  isRefuted,
  isUnverified,
  REASONS,
  type ReasonWords,
} from "../words/words.ts";
import type { OrderView } from "./order-state.ts";

const MOST_NOTE = 1000;
const dialog: Ref<HTMLDialogElement> = createRef();

const UNVERIFIED: ReasonWords = {
  ...REASONS.owner_unproven,
  label: "Unverified",
  text: "Have you received this payment?",
};
const REFUTED: ReasonWords = {
  label: "Refuted",
  text: "Have you received this payment after all?",
  advice: "If you see the money in your own wallet, you can mark the order as paid.",
};

/** Asks how an order is resolved that needs it; a closed or refuted one can still be marked as paid. */
export function decisionPanel(shown: OrderView, order: OrderHistory): TemplateResult | typeof nothing {
  const words = wordsFor(order);
  if (!words) return nothing;
  const { label, text, advice } = words;
  const isOver = isClosed(order) || isRefuted(order);
  return html`<section class="decision card ${isUnverified(order) || isRefuted(order) ? "unsure" : ""}" aria-labelledby="decision-title">
      <h2 id="decision-title">${headingOf(order, label)}</h2>
      <p>${text} <b>${received(order)}</b></p>
      ${isClosed(order) ? nothing : html`<p>${advice}</p>`}
      <form @submit=${(event: SubmitEvent) => ask(event, shown)}>
        ${isOver ? html`<input type="hidden" name="as" value="paid">` : choices()}
        <label for="note">Why? <span class="hint">It is kept with the order, for you and your bookkeeping.</span></label>
        <textarea id="note" name="note" rows="2" required maxlength=${MOST_NOTE}></textarea>
        <button class="primary" aria-disabled=${shown.isBusy}>
          ${isOver ? "Mark as paid after all…" : "Resolve…"}
        </button>
      </form>
    </section>
    ${confirmation(shown, order)}`;
}

function wordsFor(order: OrderHistory): ReasonWords | undefined {
  const { status, reason } = order;
  if (isUnverified(order)) return UNVERIFIED;
  if (isRefuted(order)) return REFUTED;
  return reason && (status === "review" || isClosed(order)) ? REASONS[reason] : undefined;
}

function headingOf(order: OrderHistory, label: string): string {
  if (isUnverified(order) || isRefuted(order)) return label;
  return `${isClosed(order) ? "Closed" : "Needs review"}: ${label.toLowerCase()}`;
}

function choices(): TemplateResult {
  return html`<fieldset>
    <legend>Resolve as</legend>
    <label class="choice">
      <input type="radio" name="as" value="paid" required>
      <span><b>Paid.</b> You deliver, and the customer sees that it is paid.</span>
    </label>
    <label class="choice">
      <input type="radio" name="as" value="closed" required>
      <span><b>Closed.</b> You don’t deliver. The customer can start again.</span>
    </label>
  </fieldset>`;
}

/** No amount is named whose token or owner is unknown. */
function received(order: OrderHistory): string {
  const { amount, amountPaid, currency } = order;
  const price = `The price is ${toMoney(amount, currency)}`;
  return isAmountKnown(order) ? `${price}, and ${toMoney(amountPaid, currency)} was received.` : `${price}.`;
}

function ask(event: SubmitEvent, { decide, isBusy }: OrderView): void {
  event.preventDefault();
  if (isBusy) return;
  const fields = new FormData(event.target as HTMLFormElement);
  const field = (event.target as HTMLFormElement).querySelector("textarea");
  const note = String(fields.get("note")).trim();
  field?.setCustomValidity(note === "" ? "Please write a few words." : "");
  if (note === "" && field) {
    field.reportValidity();
    field.addEventListener("input", () => field.setCustomValidity(""), { once: true });
    return;
  }
  decide({ as: fields.get("as") === "paid" ? "paid" : "closed", note });
  dialog.value?.showModal();
}

function confirmation({ decision, decide, settle }: OrderView, order: OrderHistory): TemplateResult {
  const isPaid = decision?.as !== "closed";
  const close = () => dialog.value?.close();
  return html`<dialog ${ref(dialog)} aria-labelledby="confirm-title" @close=${() => decide(undefined)}>
    <h2 id="confirm-title">${isPaid ? "Mark this order as paid?" : "Close this order?"}</h2>
    <p>${received(order)}</p>
    <p>
      ${
        isPaid
          ? "It is “Paid” from then on, for the customer and for your shop system. You can’t undo this."
          : "It is over for the customer. If more money arrives, it needs review again. You can still mark it as paid."
      }
    </p>
    <blockquote><bdi class="said">${decision?.note}</bdi></blockquote>
    <div class="buttons">
      <button
        type="button"
        class="primary"
        @click=${() => {
          settle();
          close();
        }}
      >
        ${isPaid ? "Yes, it is paid" : "Yes, close it"}
      </button>
      <button type="button" @click=${close}>No, go back</button>
    </div>
  </dialog>`;
}
