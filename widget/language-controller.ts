import type { ReactiveController } from "lit";
import type { CheckoutElement } from "./checkout-element.ts";
import { ENGLISH } from "./english.ts";
import { langOf } from "./format.ts";
import { builtIn, known, loadLanguage } from "./load-language.ts";

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
