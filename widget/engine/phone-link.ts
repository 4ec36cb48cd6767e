import { html, type TemplateResult } from "lit";
import type { EngineHost } from "../element/host.ts";
import type { Voice } from "../i18n/format.ts";
import { loadQr } from "../lib/load-qr.ts";

/** What names the code, and is read beside it. */
const HINT_ID = "qr-hint";

/** Where a code leads, and the amount that has to be named beside it. */
interface Target {
  url: string;
  name: string;
}

type Draw = Awaited<ReturnType<typeof loadQr>>["drawQr"];

/** The link of an open payment as a QR code, drawn when somebody asks for it: to go on with a phone's wallet. */
export class PhoneLink {
  #host: EngineHost;
  #isOpen = false;
  #draw: Draw | undefined;
  #drawn: { url: string; code: TemplateResult | undefined } | undefined;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  render({ url, name }: Target, { labels }: Voice): TemplateResult {
    const code = this.#codeOf(url);
    const isFailed = this.#isOpen && this.#drawn?.url === url && !this.#drawn.code;
    return html`
      <div class="phone">
        <button
          part="qr"
          class="quiet"
          type="button"
          aria-expanded=${this.#isOpen}
          .textContent=${(labels.qr ?? "") + name}
          @click=${() => this.#toggle(url)}
        ></button>
        <div part="qr-code" ?hidden=${!this.#isOpen || isFailed}>
          ${code}
          <p id=${HINT_ID} .textContent=${(labels.qr_hint ?? "") + name}></p>
        </div>
        <p aria-live="polite" .textContent=${(isFailed && labels.qr_failed) || ""}></p>
      </div>
    `;
  }

  #codeOf(url: string): TemplateResult | undefined {
    if (!this.#isOpen || !this.#draw) return undefined;
    if (this.#drawn?.url !== url) this.#drawn = { url, code: this.#draw(url, HINT_ID, html) };
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
