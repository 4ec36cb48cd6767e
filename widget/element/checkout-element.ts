import { html, LitElement, type PropertyDeclarations, type TemplateResult } from "lit";
import type { Checkout } from "../../server/contract.ts";
import { langOf, type Voice } from "../i18n/format.ts";
import type { Labels } from "../i18n/labels.ts";
import { known, loadLanguage, spoken } from "../i18n/load-language.ts";
import { wordsOf } from "../i18n/words.ts";
import { type Engine, loadEngine } from "../lib/load-engine.ts";
import { parseUrl, urlFault } from "../lib/safe-urls.ts";
import { warn } from "../lib/warn.ts";
import { adoptStyles } from "./adopt-styles.ts";
import { observeLanguage } from "./observe-language.ts";
import { styles } from "./styles.ts";
import { NOTHING, type View } from "./view.ts";

const UUID = /^[\da-f-]{36}$/i;
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

  #isStyled = false;
  #unobserve: (() => void) | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    for (const name of this.#texts()) this.#set(name, "");
    this.labels = {};
    this.view = NOTHING;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    adoptStyles(this, ...(this.#isStyled ? [] : [styles]));
    this.#isStyled = true;
    this.#unobserve ??= observeLanguage(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unobserve?.();
    this.#unobserve = undefined;
    clearTimeout(this.#retry);
  }

  /** A move by `moveBefore` changes nothing. */
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
      return await loadEngine();
    } finally {
      await language;
    }
  }

  /** Does something again after a pause, as long as the element is on the page. */
  protected retry(work: () => void): void {
    clearTimeout(this.#retry);
    if (this.isConnected) this.#retry = setTimeout(work, RETRY_MS);
  }

  /** Pages and frameworks set numbers, null and whatever else to properties of attributes. */
  protected coerce(): void {
    for (const name of this.#texts()) {
      const value = this[name as keyof this] as unknown;
      if (typeof value !== "string") this.#set(name, toText(value));
    }
  }

  /** @internal The URL of an attribute, absolute; nothing where it is unsafe, with one warning. */
  safeUrl(name: string, url: string): string {
    const fault = urlFault(name, url);
    if (fault) warn(this.localName, fault);
    return fault || !url ? "" : (parseUrl(url)?.href ?? "");
  }

  /** @internal */
  get safeServer(): string {
    return this.safeUrl("server", this.server).replace(/\/+$/, "");
  }

  /** @internal The id that the payer has returned with, in this page's address. */
  get returnedId(): string {
    const id = new URLSearchParams(location.search).get("checkout") ?? "";
    return UUID.test(id) ? id : "";
  }

  /** What an element shows, in one language and its direction. */
  protected renderIn({ spoken }: Voice, content: TemplateResult): TemplateResult {
    const dir = /^(ar|fa|he|ur)\b/.test(spoken) ? "rtl" : "ltr";
    return html`<div class="root" lang=${spoken} dir=${dir}>${content}</div>`;
  }

  #texts(): PropertyKey[] {
    const { elementProperties } = this.constructor as typeof LitElement;
    return [...elementProperties].flatMap(([name, { attribute, type }]) =>
      attribute && !type ? [name] : [],
    );
  }

  #set(name: PropertyKey, value: string): void {
    (this as Record<PropertyKey, unknown>)[name] = value;
  }
}

function toText(value: unknown): string {
  try {
    return String(value ?? "");
  } catch {
    return "";
  }
}
