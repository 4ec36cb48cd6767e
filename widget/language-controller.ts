import type { ReactiveController } from "lit";
import type { CheckoutElement } from "./checkout-element.ts";
import { langOf } from "./format.ts";
import { builtIn, loadLanguage } from "./load-language.ts";

/** Gets another language when the page changes to it. */
export class LanguageController implements ReactiveController {
  #host: CheckoutElement;
  #code: string;

  constructor(host: CheckoutElement) {
    this.#host = host;
    this.#code = builtIn(langOf(host));
  }

  hostUpdate(): void {
    const code = builtIn(langOf(this.#host));
    if (code === this.#code) return;
    this.#code = code;
    void loadLanguage(code).then(() => this.#host.requestUpdate());
  }
}
