/** What was sold, and the link that asks for it. Dates are milliseconds since 1970. */
export interface Order {
  amount: string;
  currency: string;
  requestId: string;
  /** The link's. */
  token: string;
  createdBy: "companion" | "browser";
  registeredAt: number;
  expiresAt: number;
  policy: OrderPolicy;
}

/** The configuration as it was when the order was registered: an order is judged by that, not by what is set later. */
export interface OrderPolicy {
  /** The accepted wallets, as `toWallet` writes them. None: the calibrated one is accepted. */
  wallets: readonly string[];
  /** A signed delivery alone does not make an order paid: a request read has to say so, too. */
  corroborate: boolean;
  /** The companion had credentials to read Request Network. */
  canRead: boolean;
  /** The companion had a Client ID, without which no link can be read by its token. */
  canReadTokens: boolean;
  /** How links that the companion creates name what they ask for. */
  creation: CreationTerms;
  /** The offer is private: the status page does not show what was bought. */
  hidesTitle?: true;
}

/** Payee and currency (the guide's form); a destination; or nothing, so that the credentials' own destination holds. */
export interface CreationTerms {
  form: "guide" | "destination" | "bound";
  /** Undefined in the bound form. */
  payee?: string | undefined;
  /** A currency id. Undefined in the bound form, and where the destination's token is not known. */
  currency?: string | undefined;
}
