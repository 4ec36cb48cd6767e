import { html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { langOf, type Voice } from "../i18n/format.ts";
import type { Labels } from "../i18n/labels.ts";
import { known, loadLanguage, spoken } from "../i18n/load-language.ts";
import { wordsOf } from "../i18n/words.ts";
import { type Engine, loadEngine } from "../lib/load-engine.ts";
import { urlFault } from "../lib/safe-urls.ts";
import { warn } from "../lib/warn.ts";
import { styles } from "./styles.ts";
import { NOTHING, type View } from "./view.ts";

const UUID = /^[\da-f-]{36}$/i;

/** Makes a property of each attribute: `client-id` is `clientId`. */
export function attributes(...names: string[]): PropertyDeclarations {
  const toProperty = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    names.map((name) => [toProperty(name), { attribute: name, reflect: true, useDefault: true }]),
  );
}

/**
 * What both elements have in common: a companion, a checkout, and texts.
 *
 * @attr {string} lang - the language of texts, numbers and dates; else the nearest `lang`, else the browser's
 */
export class CheckoutElement extends LitElement {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    ...attributes("server", "checkout-id", "lang"),
    labels: { attribute: false },
    view: { state: true },
  };

  /** The companion's URL. */
  declare server: string;
  /** Show and follow this checkout. */
  declare checkoutId: string;
  /** Texts instead of the built-in ones. */
  declare labels: Partial<Labels>;
  /** @internal */
  declare view: View;
  /** @internal Where the checkout stands, in the payer's words. */
  declare story: string | undefined;

  /** Tells when the language of the page, or of a part of it, changes. */
  #langs: MutationObserver | undefined;

  constructor() {
    super();
    for (const [name, { attribute }] of (this.constructor as typeof LitElement).elementProperties) {
      if (attribute) (this as Record<PropertyKey, unknown>)[name] = "";
    }
    this.labels = {};
    this.view = NOTHING;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#langs ??= new MutationObserver(() => this.requestUpdate());
    this.#langs.observe(document, { subtree: true, attributeFilter: ["lang"] });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#langs?.disconnect();
  }

  /** The checkout as it stands, as plain data; null before there is one. */
  get checkout(): Checkout | null {
    return this.view.checkout;
  }

  /** @internal */
  get voice(): Voice {
    const lang = langOf(this);
    const code = spoken(lang);
    const isTheirs = Object.keys(this.labels)[0] || lang.startsWith(code);
    const labels = { ...wordsOf(code), ...known[code], ...this.labels };
    return { lang, spoken: isTheirs ? lang : code, labels };
  }

  /** @internal */
  setView(changes: Partial<View>): void {
    this.view = { ...this.view, ...changes };
  }

  /** Gets the other half of the script, and beside it the element's language. */
  protected async load(): Promise<Engine> {
    const language = loadLanguage(langOf(this));
    try {
      return await loadEngine(this.safeServer);
    } finally {
      await language;
    }
  }

  /** @internal The URL of an attribute; nothing where it is unsafe, with one warning. */
  safeUrl(name: string, url: string): string {
    const fault = urlFault(name, url);
    if (fault) warn(this.localName, fault);
    return fault ? "" : url;
  }

  /** @internal */
  get safeServer(): string {
    return this.safeUrl("server", this.server);
  }

  /** @internal The id that the payer has returned with, in this page's address. */
  get returnedId(): string {
    const id = new URLSearchParams(location.search).get("checkout") ?? "";
    return UUID.test(id) ? id : "";
  }

  /** What an element shows, in one language and its direction. */
  protected renderIn(voice: Voice, content: TemplateResult): TemplateResult {
    const dir = /^(ar|fa|he|ur)\b/.test(voice.spoken) ? "rtl" : "ltr";
    return html`<div class="root" lang=${voice.spoken} dir=${dir}>${content}</div>`;
  }
}
