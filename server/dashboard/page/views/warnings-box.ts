import { html, nothing, type TemplateResult } from "lit";
import type { Warning } from "../data/api.ts";

/** What the merchant should know of the server itself. */
export function warningsBox(warnings: readonly Warning[]): TemplateResult | typeof nothing {
  if (warnings.length === 0) return nothing;
  return html`<section class="banner warnings" aria-label="Warnings">
    <ul class="plain">
      ${warnings.map(({ message, hint }) => html`<li><b>${message}</b> ${hint ?? nothing}</li>`)}
    </ul>
  </section>`;
}
