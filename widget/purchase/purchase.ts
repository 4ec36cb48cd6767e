/** An exact amount in a currency such as `USDC-base`. */
export interface Price {
  amount: string;
  currency: string;
}

/** What an element is asked to sell: one immutable snapshot of its attributes and of the page around it. */
export interface PurchaseAttributes {
  readonly clientId: string;
  /** The companion's URL; in a `Purchase` absolute, without a slash at its end, and empty where it is unsafe. */
  readonly server: string;
  readonly apiUrl: string;
  readonly product: string;
  readonly quantity: number;
  readonly offer: string;
  readonly amount: string;
  readonly payerAmount: boolean;
  readonly min: string;
  readonly max: string;
  readonly currency: string;
  readonly payee: string;
  readonly paymentCurrency: string;
  readonly destinationId: string;
  readonly reference: string;
  readonly payerIdentifier: string;
  readonly target: string;
  readonly returnUrl: string;
  readonly returnLabel: string;
  readonly checkoutId: string;
  /** The button's own text. */
  readonly text: string;
  /** Address and base URL of the page. */
  readonly address: string;
  readonly base: string;
  /** The price that is shown, as far as it is known. */
  readonly price?: Price | undefined;
}

/** With the name under which a browser remembers it. */
export interface Purchase extends PurchaseAttributes {
  readonly key: string;
  /** The payer chooses the amount. */
  readonly asksAmount: boolean;
  /** What is wrong with its URLs, for the integrator: the first of these keeps it from being bought. */
  readonly faults: readonly string[];
}
