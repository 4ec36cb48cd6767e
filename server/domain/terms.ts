import type { Reason } from "../contract/contract.ts";
import { type Amount, parseAmount, toAmount } from "./amount.ts";
import type { Binding } from "./binding.ts";
import { type Calibration, deriveCalibration } from "./calibration.ts";
import {
  type Asset,
  decimalsOf,
  isKnownNetwork,
  isSourceToken,
  isTestnet,
  isUsdStablecoin,
  toAsset,
  toNetwork,
  toSymbol,
} from "./currency.ts";
import { type Fact, type FactSource, factsOfKind } from "./facts.ts";
import type { Order } from "./order.ts";
import { toWallet } from "./wallet.ts";

/** What the link asks for, and for whom, held against the order. */
export interface Terms {
  state: "verified" | "refuted" | "unverified";
  /** What a source contradicts. */
  reasons: readonly Reason[];
  /** All four terms are confirmed, each by some source, also where another one contradicts. */
  isConfirmed: boolean;
  /** The wallet, the request ids or the direction are not the merchant's. */
  isForeign: boolean;
  /** A source says that the link asks for the price, and none that it asks for less. */
  asksForPrice: boolean;
  /** A source confirms the wallet: what arrives is the merchant's. */
  isPayeeConfirmed: boolean;
  /** A source confirms the token. */
  isTokenConfirmed: boolean;
  /** A source names the invoice currency, and it is the price's. */
  isInvoiceConfirmed: boolean;
  /** A search of payments names another one: like a hard label, a doubt that only a read in full clears. */
  isInvoiceDoubted: boolean;
  /** One read names invoice currency, token, network and wallet, and all are right. */
  isReadInFull: boolean;
  /** Whose words these are. */
  sources: readonly FactSource[];
}

type Verdict = "agrees" | "contradicts" | undefined;

/** What one source says of each term; undefined where it says nothing that can be compared. */
interface Statement {
  /** Undefined for our own creation. */
  source?: FactSource;
  payee?: Verdict;
  token?: Verdict;
  network?: Verdict;
  amount?: Verdict;
  invoice?: Verdict;
  /** The invoice currency, as a search of payments names it. */
  searched?: Verdict;
}

const TERMS = ["payee", "token", "network", "amount"] as const;

/** The reason that a contradicted term gives. */
const REASONS = {
  payee: "wrong_payee",
  token: "wrong_currency",
  invoice: "wrong_currency",
  network: "wrong_network",
  amount: "below_price",
} as const satisfies Record<string, Reason>;

/** Judges every source and merges them: values may come from several, and none may contradict. */
export function deriveTerms(order: Order, facts: readonly Fact[], binding: Binding): Terms {
  const statements = statementsOf(order, facts);
  const says = (term: keyof Omit<Statement, "source">, verdict: Verdict) =>
    statements.some((statement) => statement[term] === verdict);
  const isConfirmed = TERMS.every((term) => says(term, "agrees"));
  const contradicted = (["payee", "token", "invoice", "network", "amount"] as const).filter((term) =>
    says(term, "contradicts"),
  );
  const isForeign = binding.refuted || contradicted.includes("payee");
  const reasons = new Set<Reason>(contradicted.map((term) => REASONS[term]));
  if (binding.refuted) reasons.add("wrong_payee");
  const isRefuted = isForeign || contradicted.length > 0;
  return {
    state: isRefuted ? "refuted" : isConfirmed ? "verified" : "unverified",
    reasons: [...reasons],
    isConfirmed,
    isForeign,
    asksForPrice: says("amount", "agrees") && !says("amount", "contradicts"),
    isPayeeConfirmed: says("payee", "agrees"),
    isTokenConfirmed: says("token", "agrees"),
    isInvoiceConfirmed: says("invoice", "agrees") || says("searched", "agrees"),
    isInvoiceDoubted: says("searched", "contradicts"),
    isReadInFull: statements.some(({ payee, token, network, invoice }) =>
      [payee, token, network, invoice].every((verdict) => verdict === "agrees"),
    ),
    sources: [...new Set(statements.flatMap(({ source }) => source ?? []))],
  };
}

/** The merchant's wallets; where none is configured, the calibrated one. */
export function acceptedWallets({ policy }: Order, facts: readonly Fact[]): readonly string[] {
  if (policy.wallets.length > 0) return policy.wallets;
  const wallet = toWallet(deriveCalibration(facts).payee);
  return wallet === undefined ? [] : [wallet];
}

function statementsOf(order: Order, facts: readonly Fact[]): Statement[] {
  const calibration = deriveCalibration(facts);
  const judge = judgeFor(order, acceptedWallets(order, facts));
  const links = factsOfKind(facts, "link").map(({ source, payee, amount, currency, network }) => ({
    source,
    payee: judge.payee(payee),
    ...judge.asset(currency, network),
    amount: judge.amount(amount, calibration.linkUnit),
  }));
  const reads = factsOfKind(facts, "request").filter(({ source }) => source !== "payments_read");
  const requests = reads.map(({ source, payee, amount, currency, network, invoiceCurrency }) => {
    const invoice = judge.invoice(invoiceCurrency);
    return {
      source,
      payee: judge.payee(payee),
      ...judge.asset(currency, network),
      invoice,
      amount: invoice === "contradicts" ? undefined : judge.amount(amount, "human"),
    };
  });
  // What was received for a request: of our own links it says what they ask for, of a stranger's nothing.
  const received = factsOfKind(facts, "money")
    .filter(({ source }) => source === "request_read" || source === "payments_read")
    .map(({ source, currency, invoiceCurrency, network }) => ({
      source,
      ...judge.received([currency, invoiceCurrency], network),
    }));
  if (order.createdBy !== "companion") return [...links, ...requests, ...searchedOf(facts, judge)];
  return [creationOf(order, judge, calibration), ...links, ...requests, ...received];
}

/** A search of the request's payments names the invoice currency, also in the form of 0.13.0, where nothing else does. */
function searchedOf(facts: readonly Fact[], judge: Judge): Statement[] {
  return [...factsOfKind(facts, "money"), ...factsOfKind(facts, "request")]
    .filter(({ source, invoiceCurrency }) => source === "payments_read" && invoiceCurrency !== undefined)
    .map(({ source, invoiceCurrency }) => ({ source, searched: judge.searched(invoiceCurrency) }));
}

/** What our own creation says: what was sent, and for the credentials' own destination what calibration knows of it. */
function creationOf(
  { policy: { creation }, amount }: Order,
  judge: Judge,
  calibration: Calibration,
): Statement {
  const { payee, currency } = creation.form === "bound" ? calibration : creation;
  return {
    // Our own credentials lead to their own destination, whether or not it could be read.
    payee: judge.payee(payee) ?? "agrees",
    ...judge.asset(currency, undefined),
    amount: judge.amount(amount, "human"),
  };
}

type Judge = ReturnType<typeof judgeFor>;

/** Compares single values with an order. */
function judgeFor(order: Order, wallets: readonly string[]) {
  const price = toAsset(order.currency);
  const compare = (isEqual: boolean): Verdict => (isEqual ? "agrees" : "contradicts");
  return {
    payee(text: string | undefined): Verdict {
      const wallet = toWallet(text);
      return wallet === undefined || wallets.length === 0 ? undefined : compare(wallets.includes(wallet));
    },
    asset(currency: string | undefined, network: string | undefined) {
      const { symbol } = assetOf(currency, network);
      // A currency id may name another network than the one beside it: neither may be wrong.
      const named = [network, assetOf(currency, undefined).network].flatMap((name) =>
        name && isKnownNetwork(name) ? toNetwork(name) : [],
      );
      return {
        token: symbol === undefined ? undefined : compare(symbol === price.symbol),
        network: named.length === 0 ? undefined : compare(named.every((name) => name === price.network)),
      };
    },
    /** The raw token that a route delivered may differ before it is applied: it confirms, and never contradicts. */
    received(currencies: readonly (string | undefined)[], network: string | undefined) {
      const assets = currencies.map((currency) => assetOf(currency, network));
      const confirm = (isEqual: boolean): Verdict => (isEqual ? "agrees" : undefined);
      return {
        token: confirm(assets.some(({ symbol }) => symbol === price.symbol)),
        network: confirm(network !== undefined && toNetwork(network) === price.network),
      };
    },
    invoice(currency: string | undefined): Verdict {
      if (!currency) return undefined;
      const own = toAsset(currency).network;
      if (own !== undefined && isTestnet(own) !== isTestnet(price.network)) return "contradicts";
      const { symbol } = assetOf(currency, price.network);
      return compare(symbol === price.symbol || (symbol === "usd" && isUsdStablecoin(price.symbol)));
    },
    /** A token that payers may give contradicts nothing here: the search may mean the payment by it. */
    searched(currency: string | undefined): Verdict {
      const verdict = this.invoice(currency);
      return verdict === "contradicts" && isSourceToken(toAsset(currency ?? "").symbol) ? undefined : verdict;
    },
    amount(text: string | undefined, unit: "human" | "base" | undefined): Verdict {
      const amount = parseAmount(text);
      return amount && judgeAmount(amount, order, unit);
    },
  };
}

/**
 * An amount in an unknown unit confirms only if it reaches the price in base units, and contradicts only if it falls short
 * even as a human-readable amount.
 */
function judgeAmount(amount: Amount, order: Order, unit: "human" | "base" | undefined): Verdict {
  const price = toAmount(order.amount);
  const inBaseUnits = price.times(`1${"0".repeat(decimalsOf(order.currency))}`);
  if (amount.gte(unit === "human" ? price : inBaseUnits)) return "agrees";
  return unit === undefined && amount.gte(price) ? undefined : "contradicts";
}

/** A token and its network, each where it is named; a network of its own counts before the one in the currency id. */
export function assetOf(currency: string | undefined, network: string | undefined): Partial<Asset> {
  const asset = currency ? toAsset(currency) : undefined;
  const where = network ? toNetwork(network) : asset?.network;
  return { symbol: asset && toSymbol(asset.symbol, where), network: where };
}
