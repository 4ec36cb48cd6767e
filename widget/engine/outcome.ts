import { html, nothing } from "lit";
import type { Voice } from "../i18n/format.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import { adoptOutcomeStyles } from "./outcome-styles.ts";
import { PhoneLink } from "./phone-link.ts";

/** What a payer can do beside pressing the button: go on with an open payment, or buy once more. */
export class Outcome {
  #host: RequestCheckout;
  #phone: PhoneLink;

  constructor(host: RequestCheckout) {
    this.#host = host;
    this.#phone = new PhoneLink(host);
    adoptOutcomeStyles(host);
  }

  render(voice: Voice): unknown {
    const { labels } = voice;
    const { phase, payUrl, checkout } = this.#host.view;
    const isDone = checkout?.status === "paid" || checkout?.status === "refunded";
    if (isDone)
      return html`<button part="again" class="again" type="button" @click=${() => this.#host.reset()}>${labels.again}</button>`;
    if (!payUrl || phase === "preparing") return nothing;
    const target = this.#host.target === "_blank" ? "_blank" : "_self";
    const text = phase === "blocked" ? labels.blocked : labels.open;
    return html`
      <p><a part="link" href=${payUrl} target=${target} rel="noopener">${text}</a></p>
      ${this.#phone.render(payUrl, voice)}
    `;
  }
}
