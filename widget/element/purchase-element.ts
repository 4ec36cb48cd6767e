import type { PropertyDeclarations } from "lit";
import { attributes, CheckoutElement } from "./checkout-element.ts";

/** An element that sells something: what, for how much, to whose account, as its attributes say. */
export class PurchaseElement extends CheckoutElement {
  static override properties: PropertyDeclarations = {
    ...attributes(
      "client-id",
      "product",
      "offer",
      "amount",
      "currency",
      "payee",
      "payment-currency",
      "destination-id",
      "reference",
      "payer-identifier",
      "target",
      "return-url",
      "return-label",
      "api-url",
      "min",
      "max",
    ),
    quantity: { type: Number, reflect: true, useDefault: true },
    payerAmount: { type: Boolean, attribute: "payer-amount", reflect: true, useDefault: true },
  };
  /** Request Network Client ID: the browser creates the link. Without it the companion does. */
  declare clientId: string;
  /** A product of the companion's catalog. */
  declare product: string;
  /** How many of the product; default 1. */
  declare quantity: number;
  /** A signed offer. */
  declare offer: string;
  /** A decimal string: what the button shows, and the open amount where neither product nor offer is set. */
  declare amount: string;
  /** The payer types the amount; `amount` is then what stands there at first, and what was typed. */
  declare payerAmount: boolean;
  /** The least that the payer may type. A decimal string. */
  declare min: string;
  /** The most. */
  declare max: string;
  /** A currency id such as `USDC-base`. */
  declare currency: string;
  /** The receiving wallet, for links in the form that names one. */
  declare payee: string;
  /** What is paid in, beside `payee`; default `currency`. */
  declare paymentCurrency: string;
  /** The Client ID's destination. Without it and `payee`: the bound one. */
  declare destinationId: string;
  /** The merchant's reference; 1 to 255 characters. From a page it is a payer's word. */
  declare reference: string;
  /** Who pays; 1 to 255 characters. */
  declare payerIdentifier: string;
  /** `_self` (default) leaves this page, `_blank` opens a new tab. */
  declare target: string;
  /** Where the hosted page's button leads; default: this page, with `?checkout=`. */
  declare returnUrl: string;
  /** What that button says. */
  declare returnLabel: string;
  /** Another Request API, such as a sandbox. */
  declare apiUrl: string;

  constructor() {
    super();
    this.payerAmount = false;
  }
  /** A quantity that is set as text is the number that it says. */
  protected override coerce(): void {
    super.coerce();
    const quantity = this.quantity as unknown;
    if (typeof quantity !== "number") this.quantity = quantity ? Number(quantity) : 1;
  }
}
