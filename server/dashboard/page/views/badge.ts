import { html, type TemplateResult } from "lit";
import type { CheckoutStatus } from "../../../contract.ts";
import { STATUS_WORDS } from "../words.ts";

/** A status, as a word with a colour of its own. */
export function badge(status: CheckoutStatus): TemplateResult {
  return html`<span class="badge ${status}">${STATUS_WORDS[status]}</span>`;
}
