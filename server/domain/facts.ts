import type { KnownFact, Reason } from "../contract/contract.ts";

/**
 * Where a fact comes from, as the contract lists it. `delivery` is a signed webhook; `calibration` is what the companion
 * learned about its own credentials; the four reads are answers of Request Network; `migration` is what an earlier release
 * had decided.
 */
export type FactSource = KnownFact["source"];

/**
 * Request Network says that money was received. Amounts are plain decimals, `at` is milliseconds since 1970; what the source
 * did not say is undefined.
 */
export interface MoneyFact {
  kind: "money";
  /** Request Network considers the request paid in full. */
  final: boolean;
  /** By this transaction alone. */
  amount?: string | undefined;
  /** By all transactions up to this one. */
  total?: string | undefined;
  /** What the link asks for, in the unit of `total`. */
  expected?: string | undefined;
  currency?: string | undefined;
  network?: string | undefined;
  /** A delivery's `paymentCurrency`: a symbol or a currency id. */
  paymentCurrency?: string | undefined;
  payee?: string | undefined;
  /** The wallets that have paid, where they are named. */
  payers?: readonly string[] | undefined;
  txHash?: string | undefined;
  at?: number | undefined;
  /** A payment search's invoice currency: a symbol. */
  invoiceCurrency?: string | undefined;
  /** How many payments of a request read alone cover what was asked for. */
  wholePayments?: number | undefined;
  /** It was found by the first read, at registration: without a date it may be older than the order. */
  first?: true | undefined;
  /** The token of that registration, since others may claim the request id. Missing in facts of earlier releases. */
  firstOf?: string | undefined;
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

/** What the payer's browser says about the wallet. Telemetry: it never decides about money. */
export interface WalletFact {
  kind: "wallet";
  step: "connected" | "sent" | "approved";
  /** The wallet, as the browser names it; often a hash of it. */
  wallet?: string | undefined;
  at?: number | undefined;
}

/** One wallet was screened, or was refused because it is not on the link's list. Telemetry: it changes no money. */
export interface ScreeningFact {
  kind: "screening";
  by: "kyt" | "allowlist";
  status: "approved" | "rejected";
  wallet?: string | undefined;
  at?: number | undefined;
}

/** The crypto-to-fiat leg behind a payment. */
export interface OfframpFact {
  kind: "offramp";
  subStatus: string;
  at?: number | undefined;
}

/** What a token read says. Without `requestIds` (hidden link) it binds nothing. */
export interface LinkFact {
  kind: "link";
  requestIds: string[];
  /** `open` is a 200, `completed` a 409, `in_progress` a 423. Missing in facts of earlier releases: open. */
  state?: "open" | "completed" | "in_progress" | undefined;
  payee?: string | undefined;
  /** In a unit that only calibration can tell. */
  amount?: string | undefined;
  /** A currency id. */
  currency?: string | undefined;
  network?: string | undefined;
  /** It is a batch or multicall link, or names several amounts. */
  several?: true | undefined;
  /** It pays money out. */
  outgoing?: true | undefined;
}

/** What a request read or the request list says of a request's terms. What it did not say is undefined. */
export interface RequestFact {
  kind: "request";
  /** It said that the request is paid in full. False also proves that it was unpaid after registration. */
  paid: boolean;
  payee?: string | undefined;
  invoiceCurrency?: string | undefined;
  /** A symbol in a request read, a currency id in the list. */
  currency?: string | undefined;
  network?: string | undefined;
  /** The requested amount, human-readable, in the invoice currency. */
  amount?: string | undefined;
}

/** What calibration had learned when this was added; of several the latest counts. */
export interface CalibrationFact {
  kind: "calibration";
  at: number;
  /** Wallet of the credentials' own destination. */
  payee?: string | undefined;
  /** Currency id of that destination. */
  currency?: string | undefined;
  /** Unit of amounts in token reads. */
  linkUnit?: "human" | "base" | undefined;
  /** Whether token reads answer our Client ID (R14). */
  tokenReads: "open" | "closed" | "unknown";
  /** Whether any read names the payee; undefined where that is not known. */
  namesPayee?: boolean | undefined;
}

/** The link can't be paid any more, read by its token: its time is over, or somebody has ended it early. */
export interface ClosedFact {
  kind: "closed";
  /** When that was learned. */
  at: number;
}

/** A delivery named the request id or the token and says nothing else that counts here. */
export interface NamedFact {
  kind: "named";
  /** It named the token; `requestIds` are those that it named beside it. */
  ofToken?: boolean | undefined;
  requestIds: string[];
}

/**
 * A token for which the request id is claimed, where that matters to others who claim the id for another: registered, read to be
 * the link of exactly that request or perhaps of more, or created by the companion.
 */
export interface ClaimFact {
  kind: "claim";
  token: string;
  by: "registration" | "vague_read" | "read" | "creation";
}

/** The merchant has resolved an order: it counts as paid, or it is closed and whoever wants may start again. */
export interface ResolutionFact {
  kind: "resolution";
  as: "paid" | "closed";
  /** The reason then, and how much had arrived: a worse reason, or more than a closed order had, opens it again. */
  reason: Reason;
  received: string;
  note: string;
  at: number;
  /** Whose order it is about. Missing in facts of earlier releases. */
  requestId?: string | undefined;
}

/** An earlier release had called this order paid, by its own rules; it stays paid. */
export interface AcceptedFact {
  kind: "accepted";
  amount: string;
}

export type FactBody =
  | MoneyFact
  | RefundFact
  | FailureFact
  | WalletFact
  | ScreeningFact
  | OfframpFact
  | LinkFact
  | RequestFact
  | CalibrationFact
  | ClosedFact
  | NamedFact
  | ClaimFact
  | ResolutionFact
  | AcceptedFact;

/** One thing that is known of a request id, or of a link's token. Facts are only ever added, and each counts once. */
export type Fact = FactBody & {
  source: FactSource;
  /** When it arrived here, in milliseconds since 1970. */
  seenAt: number;
};

export type FactOf<K extends FactBody["kind"]> = Fact & Extract<FactBody, { kind: K }>;

/** The facts of one kind. */
export function factsOfKind<K extends FactBody["kind"]>(facts: readonly Fact[], kind: K): FactOf<K>[] {
  return facts.filter((fact): fact is FactOf<K> => fact.kind === kind);
}
