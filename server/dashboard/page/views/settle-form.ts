import { html, nothing, type TemplateResult } from "lit";
import type { OrderHistory } from "../../../contract.ts";
import type { Actions } from "./actions.ts";

/** Settles what waits for the merchant's word; one that was closed can still be taken as paid. */
export function settleForm(
  { id, status, resolutions }: OrderHistory,
  { resolve }: Actions,
): TemplateResult | typeof nothing {
  const isClosed = status === "expired" && resolutions.at(-1)?.as === "closed";
  if (status !== "review" && !isClosed) return nothing;
  return html`<form class="settle" @submit=${(event: SubmitEvent) => submit(event, id, resolve)}>
    <h2>${isClosed ? "You have closed it" : "Your word is needed"}</h2>
    <label>Note, kept with the order <textarea name="note" required maxlength="1000" rows="2"></textarea></label>
    <div class="buttons">
      <button class="primary" value="paid">It is paid</button>
      ${isClosed ? nothing : html`<button value="closed">Close it unpaid</button>`}
    </div>
    <p class="hint">Paid: the payer’s page says so, and your own system is told. Closed: the payer may start again.</p>
  </form>`;
}

async function submit(event: SubmitEvent, id: string, resolve: Actions["resolve"]): Promise<void> {
  event.preventDefault();
  const form = event.target as HTMLFormElement;
  const as = (event.submitter as HTMLButtonElement | null)?.value === "closed" ? "closed" : "paid";
  const note = String(new FormData(form).get("note")).trim();
  const question = as === "paid" ? "Count this order as paid?" : "Close this order unpaid?";
  if (note && confirm(question)) await resolve(id, as, note);
}
