import { html, nothing, type TemplateResult } from "lit";
import { createRef, type Ref, ref } from "lit/directives/ref.js";
import type { OrderHistory } from "../../../contract.ts";
import { toMoney } from "../format.ts";
import { isClosed, REASONS } from "../words.ts";
import type { OrderView } from "./order-view.ts";

const MOST_NOTE = 1000;
const dialog: Ref<HTMLDialogElement> = createRef();

/** Asks how an order is to be settled that is up for a decision; a closed one can still be counted as paid. */
export function decisionPanel(shown: OrderView, order: OrderHistory): TemplateResult | typeof nothing {
  const { status, reason } = order;
  if (!reason || !(status === "review" || isClosed(order))) return nothing;
  const { label, text, advice } = REASONS[reason];
  return html`<section class="decision card" aria-labelledby="decision-title">
      <h2 id="decision-title">${isClosed(order) ? "Closed, because of:" : "Your decision is needed:"} ${label.toLowerCase()}</h2>
      <p>${text} <b>${received(order)}</b></p>
      ${isClosed(order) ? nothing : html`<p>${advice}</p>`}
      <form @submit=${(event: SubmitEvent) => ask(event, shown)}>
        ${isClosed(order) ? html`<input type="hidden" name="as" value="paid">` : choices()}
        <label for="note">Why? <span class="hint">It is kept with the order, for you and your bookkeeping.</span></label>
        <textarea id="note" name="note" rows="2" required maxlength=${MOST_NOTE}></textarea>
        <button class="primary" aria-disabled=${shown.isBusy}>
          ${isClosed(order) ? "Count as paid after all…" : "Settle…"}
        </button>
      </form>
    </section>
    ${confirmation(shown, order)}`;
}

function choices(): TemplateResult {
  return html`<fieldset>
    <legend>What shall it be?</legend>
    <label class="choice">
      <input type="radio" name="as" value="paid" required>
      <span><b>Count as paid.</b> You deliver, and the customer sees that it is paid.</span>
    </label>
    <label class="choice">
      <input type="radio" name="as" value="closed" required>
      <span><b>Close it.</b> You don’t deliver. The customer can start again; money that came is yours to pay back.</span>
    </label>
  </fieldset>`;
}

function received({ amount, amountPaid, currency }: OrderHistory): string {
  return `The price is ${toMoney(amount, currency)}, and ${toMoney(amountPaid, currency)} of that has been seen.`;
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
    <h2 id="confirm-title">${isPaid ? "Count this order as paid?" : "Close this order?"}</h2>
    <p>${received(order)}</p>
    <p>
      ${
        isPaid
          ? "It is “Paid” from then on, for the customer and for your shop system. You can’t take this back."
          : "It is over for the customer. Should more money come, it is up for a decision again; and you can still count it as paid."
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
