import { html, nothing, type TemplateResult } from "lit";
import { adoptStyles } from "../element/adopt-styles.ts";
import type { ButtonHost } from "../element/host.ts";
import type { Phase, View } from "../element/view.ts";
import { sayAmount, type Voice } from "../i18n/format.ts";
import { isFramed } from "../lib/tab.ts";
import type { Purchase } from "../purchase/purchase.ts";
import { isSingleUse } from "../purchase/terms.ts";
import { isOtherAmount } from "./is-other-amount.ts";
import { outcomeStyles } from "./outcome-styles.ts";
import { PhoneLink } from "./phone-link.ts";

/** What a payer can do beside pressing the button: go on with an open payment, or buy once more. */
export class Outcome {
  #host: ButtonHost;
  #phone: PhoneLink;

  constructor(host: ButtonHost) {
    this.#host = host;
    this.#phone = new PhoneLink(host);
    adoptStyles(host, outcomeStyles);
  }

  render(view: View, bought: Purchase, voice: Voice): unknown {
    const { labels } = voice;
    const { phase, payUrl, checkout } = view;
    const isDone = checkout?.status === "paid" || checkout?.status === "refunded";
    if (isDone) return isSingleUse(bought) ? nothing : this.#renderAgain(voice);
    if (!payUrl || !checkout || phase === "preparing") return nothing;
    const target = targetOf(bought, phase);
    const name = isOtherAmount(view, bought) ? ` (${sayAmount(checkout, voice)})` : "";
    const text = `${(phase === "blocked" ? labels.blocked : labels.open) ?? ""}${name}`;
    return html`
      <p><a part="link" href=${payUrl} target=${target} rel="noopener" .textContent=${text}></a></p>
      ${this.#phone.render({ url: payUrl, name }, voice)}
    `;
  }

  #renderAgain({ labels }: Voice): TemplateResult {
    return html`<button part="again" class="again" type="button" .textContent=${labels.again ?? ""} @click=${() => this.#host.reset()}></button>`;
  }
}

/** A frame that may open no tabs may lead the whole page away, if anything. */
function targetOf({ target }: Purchase, phase: Phase): string {
  if (isFramed()) return phase === "blocked" ? "_top" : "_blank";
  return target === "_blank" ? "_blank" : "_self";
}
