import { LitElement, type PropertyDeclarations } from "lit";
import type { Checkout } from "../server/contract.ts";
import { langOf, type Voice } from "./format.ts";
import { FIRST_ENGLISH, type Labels } from "./labels.ts";
import { urlFault } from "./safe-urls.ts";
import { styles } from "./styles.ts";
import { NOTHING, type View } from "./view.ts";
import { warn } from "./warn.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Makes a property of each attribute: `client-id` is `clientId`. */
export function attributes(...names: string[]): PropertyDeclarations {
  const toProperty = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  return Object.fromEntries(
    names.map((name) => [toProperty(name), { attribute: name, reflect: true, useDefault: true }]),
  );
}

/** What both elements have in common: a companion, a checkout, and texts. */
export class CheckoutElement extends LitElement {
  static override styles = styles;
  static override properties: PropertyDeclarations = {
    ...attributes("server", "checkout-id"),
    labels: { attribute: false },
    view: { state: true },
    texts: { state: true },
  };

  /** The companion's URL. */
  declare server: string;
  /** Show and follow this checkout. */
  declare checkoutId: string;
  /** Texts instead of the built-in ones. */
  declare labels: Partial<Labels>;
  /** @internal */
  declare view: View;
  /** @internal The built-in texts that came with the rest of the script. */
  declare texts: Partial<Labels>;
  /** @internal Where the checkout stands, in the payer's words. */
  story = "";

  constructor() {
    super();
    for (const [name, { attribute }] of (this.constructor as typeof LitElement).elementProperties) {
      if (attribute) Object.assign(this, { [name]: "" });
    }
    this.labels = this.texts = {};
    this.view = NOTHING;
  }

  /** The checkout as it stands, as plain data; null before there is one. */
  get checkout(): Checkout | null {
    return this.view.checkout;
  }

  /** @internal */
  get voice(): Voice {
    return { lang: langOf(this), labels: { ...FIRST_ENGLISH, ...this.texts, ...this.labels } as Labels };
  }

  /** @internal */
  setView(changes: Partial<View>): void {
    this.view = { ...this.view, ...changes };
  }

  /** The URL of an attribute; nothing where it is unsafe, with one warning. */
  protected safeUrl(name: string, url: string): string {
    const fault = urlFault(name, url);
    if (fault) warn(this.localName, fault);
    return fault ? "" : url;
  }

  /** The id that the payer has returned with, in this page's address. */
  protected get returnedId(): string {
    const id = new URLSearchParams(location.search).get("checkout") ?? "";
    return UUID.test(id) ? id : "";
  }
}
