import { html, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import type { Voice } from "../i18n/format.ts";
import { loadQr } from "../lib/load-qr.ts";
import type { RequestCheckout } from "../request-checkout.ts";

/** What names the code, and is read beside it. */
const HINT_ID = "qr-hint";

type Draw = Awaited<ReturnType<typeof loadQr>>["drawQr"];

/** The link of an open payment as a QR code, drawn when somebody asks for it: to go on with a phone's wallet. */
export class PhoneLink {
  #host: RequestCheckout;
  #isOpen = false;
  #draw: Draw | undefined;
  #drawn: { url: string; code: SVGTemplateResult | undefined } | undefined;

  constructor(host: RequestCheckout) {
    this.#host = host;
  }

  render(url: string, { labels }: Voice): TemplateResult {
    const code = this.#codeOf(url);
    const isFailed = this.#isOpen && this.#drawn?.url === url && !this.#drawn.code;
    return html`
      <div class="phone">
        <button
          part="qr"
          class="quiet"
          type="button"
          aria-expanded=${this.#isOpen}
          @click=${() => this.#toggle(url)}
        >
          ${labels.qr}
        </button>
        <div part="qr-code" ?hidden=${!this.#isOpen || isFailed}>
          ${code}
          <p id=${HINT_ID}>${labels.qr_hint}</p>
        </div>
        <p aria-live="polite">${isFailed ? labels.qr_failed : ""}</p>
      </div>
    `;
  }

  #codeOf(url: string): SVGTemplateResult | undefined {
    if (!this.#isOpen || !this.#draw) return undefined;
    if (this.#drawn?.url !== url) this.#drawn = { url, code: this.#draw(url, HINT_ID, svg) };
    return this.#drawn.code;
  }

  async #toggle(url: string): Promise<void> {
    this.#isOpen = !this.#isOpen;
    this.#drawn = undefined;
    this.#host.requestUpdate();
    if (!this.#isOpen || this.#draw) return;
    try {
      this.#draw = (await loadQr()).drawQr;
    } catch {
      this.#drawn = { url, code: undefined };
    }
    this.#host.requestUpdate();
  }
}
