import type { ReactiveController } from "lit";
import type { CheckoutElement } from "../element/checkout-element.ts";
import { ENGLISH } from "../i18n/english.ts";
import { langOf } from "../i18n/format.ts";
import { builtIn, known, loadLanguage } from "../i18n/load-language.ts";

/** Brings the rest of English, and another language when the page changes to it. */
export class LanguageController implements ReactiveController {
  #host: CheckoutElement;
  #code: string;

  constructor(host: CheckoutElement) {
    this.#host = host;
    known.en = { ...known.en, ...ENGLISH };
    this.#code = builtIn(langOf(host));
  }

  hostUpdate(): void {
    const code = builtIn(langOf(this.#host));
    if (code === this.#code) return;
    this.#code = code;
    void loadLanguage(code).then(() => this.#host.requestUpdate());
  }
}
