import type { ReactiveController } from "lit";
import type { EngineHost } from "../element/host.ts";
import { ENGLISH } from "../i18n/english.ts";
import { builtIn, known, loadLanguage } from "../i18n/load-language.ts";

/** Brings the rest of English, and another language when the page changes to it. */
export class LanguageController implements ReactiveController {
  #host: EngineHost;
  #code: string;

  constructor(host: EngineHost) {
    this.#host = host;
    known.en = { ...known.en, ...ENGLISH };
    this.#code = builtIn(host.voice.lang);
  }

  hostUpdate(): void {
    const code = builtIn(this.#host.voice.lang);
    if (code === this.#code) return;
    this.#code = code;
    void loadLanguage(code).then(() => this.#host.requestUpdate());
  }
}
