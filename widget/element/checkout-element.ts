import { html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { langOf, type Voice } from "../i18n/format.ts";
import type { Labels } from "../i18n/labels.ts";
import { known, loadLanguage, spoken } from "../i18n/load-language.ts";
import { wordsOf } from "../i18n/words.ts";
import { type Engine, loadEngine } from "../lib/load-engine.ts";
import { safeUrl } from "../lib/safe-urls.ts";
import { adoptStyles } from "./adopt-styles.ts";
import { observeLanguage, speakers } from "./observe-language.ts";
import { NOTHING, type View } from "./view.ts";

/** How long after a failure the rest of the script is asked for again, where a checkout waits to be shown. */
const RETRY_MS = 5000;

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

  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.coerce();
    this.labels = {};
    this.view = NOTHING;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptStyles(this);
    observeLanguage(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    speakers.delete(this);
    clearTimeout(this.#retry);
  }

  /** @internal A move by `moveBefore` changes nothing. */
  connectedMoveCallback(): void {}

  /** The checkout as it stands, as plain data; null before there is one. */
  get checkout(): Checkout | null {
    return this.view.checkout;
  }

  /** @internal */
  get voice(): Voice {
    const lang = langOf(this);
    const code = spoken(lang);
    const own = this.labels ?? {};
    const isTheirs = Object.keys(own)[0] || lang.startsWith(code);
    return {
      lang,
      spoken: isTheirs ? lang : code,
      labels: { ...wordsOf(code), ...known[code], ...own },
    };
  }

  /** @internal */
  show(view: View): void {
    this.view = view;
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

  /** Does something again after a pause, as long as the element is on the page. */
  protected retry(work: () => void): void {
    clearTimeout(this.#retry);
    if (this.isConnected) this.#retry = setTimeout(work, RETRY_MS);
  }

  protected override willUpdate(): void {
    this.coerce();
  }

  /** Pages and frameworks set numbers, null and whatever else to properties of attributes. */
  protected coerce(): void {
    for (const [name, { attribute, type }] of (this.constructor as typeof LitElement).elementProperties) {
      const values = this as unknown as Record<PropertyKey, unknown>;
      if (attribute && !type && typeof values[name] !== "string") values[name] = toText(values[name]);
    }
  }

  /** @internal The companion's URL, absolute; nothing where it is unsafe. */
  get safeServer(): string {
    return safeUrl(this.server);
  }

  /** What an element shows, in one language and its direction. */
  protected renderIn({ spoken }: Voice, content: TemplateResult): TemplateResult {
    const dir = /^(ar|fa|he|ur)\b/.test(spoken) ? "rtl" : "ltr";
    return html`<div class="root" lang=${spoken} dir=${dir}>${content}</div>`;
  }
}

function toText(value: unknown): string {
  try {
    return String(value ?? "");
  } catch {
    return "";
  }
}
