import type { Reason } from "../contract.ts";
import { toAsset, toNetwork } from "../currencies.ts";
import { type Amount, largest, parseAmount, toAmount, ZERO } from "../money.ts";
import type { Order } from "./derive.ts";
import type { Fact, MoneyFact } from "./facts.ts";
import type { Proof } from "./proof.ts";

const EARLY_MS = 15 * 60_000;

/** A money fact, weighed against an order. */
export interface Weighed {
  fact: MoneyFact;
  /** What has arrived by this fact. */
  total: Amount;
  /** Why it does not count towards the price; undefined when it does. */
  doubt: Reason | undefined;
}

/** Weighs each money fact of an order: how much has arrived by it, and whether it counts. */
export function weighMoney(
  order: Order,
  facts: readonly Fact[],
  { payees, proof }: { payees: readonly string[]; proof: Proof },
): Weighed[] {
  const money = facts.filter((fact): fact is Fact & MoneyFact => fact.kind === "money");
  const price = toAsset(order.currency);
  const isKnown = proof.read || order.createdBy === "companion";
  const symbolKnown = isKnown || money.some((fact) => assetOf(fact).symbol === price.symbol);
  const networkKnown = isKnown || money.some((fact) => assetOf(fact).network === price.network);
  const doubt = (fact: Fact & MoneyFact): Reason | undefined => {
    const asset = assetOf(fact);
    if (fact.payee && payees.length > 0 && !payees.includes(fact.payee.toLowerCase())) return "wrong_payee";
    if (asset.symbol && asset.symbol !== price.symbol) return "wrong_currency";
    if (asset.network && asset.network !== price.network && !proof.read) return "wrong_network";
    const at = fact.source === "delivery" || isKnown ? fact.at : dateOf(fact, money);
    if (at !== undefined && at < order.registeredAt - EARLY_MS) return "paid_before_registration";
    // A read without a date may have seen money that is older than the checkout.
    const isTimeless = fact.source !== "delivery" && at === undefined && !isKnown;
    const isVague = isTimeless || (fact.final && totalOf(fact, order, proof).eq(ZERO));
    return isVague || !(symbolKnown && networkKnown) ? "amount_unknown" : undefined;
  };
  return money.map((fact) => ({ fact, total: totalOf(fact, order, proof), doubt: doubt(fact) }));
}

/** A fact's own date, or the earliest that others give the same transaction. */
function dateOf({ at, txHash }: MoneyFact, money: readonly MoneyFact[]): number | undefined {
  const hash = txHash?.toLowerCase();
  if (at !== undefined || hash === undefined) return at;
  const dates = money.flatMap((other) => (other.txHash?.toLowerCase() === hash ? (other.at ?? []) : []));
  return dates.length > 0 ? Math.min(...dates) : undefined;
}

/** The network is the link's, where the fact names one; else the one that its currency id ends in. */
function assetOf({ currency, network }: MoneyFact): {
  symbol: string | undefined;
  network: string | undefined;
} {
  const asset = currency ? toAsset(currency) : { symbol: undefined, network: undefined };
  return { symbol: asset.symbol, network: network ? toNetwork(network) : asset.network };
}

/**
 * Totals are taken as stated. Where none is, a request that is paid in full has received what it asks for, as far as
 * that is known, and any other at least this one transaction.
 */
function totalOf(fact: MoneyFact, order: Order, { priced }: Proof): Amount {
  const stated = parseAmount(fact.total);
  if (stated) return stated;
  const asked = fact.final ? (parseAmount(fact.expected) ?? (priced ? toAmount(order.amount) : ZERO)) : ZERO;
  return largest([asked, parseAmount(fact.amount) ?? ZERO]);
}
