import type { Reason } from "../contract.ts";

/** Where a fact was learnt. Only a delivery is signed, and only a signed one proves whose link it is about. */
export type FactSource = "delivery" | "request_read" | "payments_read" | "link_read" | "merchant";

/**
 * Money was received, by Request Network's word. Amounts are plain decimals, `at` is milliseconds since 1970; what the
 * word did not say is undefined.
 */
export interface MoneyFact {
  kind: "money";
  /** Request Network considers the request paid in full. */
  final: boolean;
  /** By this transaction alone. */
  amount?: string | undefined;
  /** By all transactions up to this one. */
  total?: string | undefined;
  /** What the link asks for. */
  expected?: string | undefined;
  currency?: string | undefined;
  network?: string | undefined;
  payee?: string | undefined;
  txHash?: string | undefined;
  at?: number | undefined;
}

/** Money went back to the payer; all of it where no amount is named. */
export interface RefundFact {
  kind: "refund";
  amount?: string | undefined;
  currency?: string | undefined;
  to?: string | undefined;
  txHash?: string | undefined;
  at?: number | undefined;
}

/** An attempt to pay failed. */
export interface FailureFact {
  kind: "failure";
  at?: number | undefined;
}

/** What the payer's browser says of the wallet. Telemetry: it never settles anything. */
export interface WalletFact {
  kind: "wallet";
  step: "connected" | "sent" | "approved";
  at?: number | undefined;
}

/** The crypto-to-fiat leg behind a payment. */
export interface OfframpFact {
  kind: "offramp";
  subStatus: string;
  at?: number | undefined;
}

/** What the link says of itself, read by its token while it could be paid. */
export interface LinkFact {
  kind: "link";
  requestIds: string[];
  payee?: string | undefined;
  amount?: string | undefined;
  currency?: string | undefined;
}

/** The link can't be paid any more, read by its token: its time is over, or somebody has ended it early. */
export interface ClosedFact {
  kind: "closed";
  /** When that was learnt. */
  at: number;
}

/** A delivery named the request id or the token and says nothing else that counts here. */
export interface NamedFact {
  kind: "named";
  /** It named the token; `requestIds` are those that it named beside it. */
  ofToken?: boolean | undefined;
  requestIds: string[];
}

/** The merchant has settled a review: the order counts as paid, or it is closed and whoever wants may start again. */
export interface ResolutionFact {
  kind: "resolution";
  as: "paid" | "closed";
  /** Why it was in review, and how much had come: what is worse, or more than a closed order had, is looked at again. */
  reason: Reason;
  received: string;
  note: string;
  at: number;
}

export type FactBody =
  | MoneyFact
  | RefundFact
  | FailureFact
  | WalletFact
  | OfframpFact
  | LinkFact
  | ClosedFact
  | NamedFact
  | ResolutionFact;

/** One thing that is known of a request id, or of a link's token. Facts are only ever added, and each counts once. */
export type Fact = FactBody & { source: FactSource };
