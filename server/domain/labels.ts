import type { Reason } from "../contract/contract.ts";
import {
  isKnownNetwork,
  isSourceToken,
  isTestAsset,
  isTestnet,
  isUsdStablecoin,
  toAsset,
  toNetwork,
} from "./currency.ts";
import type { FactOf } from "./facts.ts";
import type { Order } from "./order.ts";
import { assetOf } from "./terms.ts";
import { toWallet } from "./wallet.ts";

/** What the labels of signed deliveries say of the money. */
export interface Labels {
  /** Reasons for a doubt: they can't be true of an honest payment for this order. */
  hard: readonly Reason[];
  /** At least one delivery has labels, and all name the price's token and network and nothing else. */
  isClean: boolean;
}

/** `fits` names the price's own; `soft` may be true of an honest cross-chain payment; `hard` can't. */
type Label = "fits" | "soft" | "hard" | undefined;

type Labelled = Record<"currency" | "paymentCurrency" | "network" | "payee", Label>;

export function deriveLabels(order: Order, money: readonly FactOf<"money">[]): Labels {
  const labelled = money.filter(({ source }) => source === "delivery").map((fact) => label(order, fact));
  const hard = new Set<Reason>();
  for (const { currency, paymentCurrency, network, payee } of labelled) {
    if (payee === "hard") hard.add("wrong_payee");
    if (currency === "hard" || paymentCurrency === "hard") hard.add("wrong_currency");
    if (network === "hard") hard.add("wrong_network");
  }
  return { hard: [...hard], isClean: labelled.some(isNamed) && labelled.every(isFitting) };
}

/** Whether the amounts of a delivery are in the price's token, as far as its label says. */
export function isInPriceToken(order: Order, { currency }: FactOf<"money">): boolean {
  return (
    !currency ||
    assetOf(currency, undefined).symbol === toAsset(order.currency).symbol ||
    isUsd(order, currency)
  );
}

function label(order: Order, fact: FactOf<"money">): Labelled {
  const network = fact.network ?? assetOf(fact.currency, undefined).network;
  return {
    currency: labelCurrency(order, fact.currency, network),
    paymentCurrency: labelCurrency(order, fact.paymentCurrency, network),
    network: labelNetwork(order, network),
    payee: labelPayee(order, fact.payee),
  };
}

/** It names the price's token and network. */
function isNamed({ currency, network }: Labelled): boolean {
  return currency === "fits" && network === "fits";
}

/** It names nothing else. */
function isFitting(labels: Labelled): boolean {
  return Object.values(labels).every((label) => label === undefined || label === "fits");
}

function labelCurrency(order: Order, currency: string | undefined, network: string | undefined): Label {
  if (!currency) return undefined;
  const price = toAsset(order.currency);
  const { symbol = "" } = assetOf(currency, network);
  if (symbol === price.symbol) return "fits";
  if (isUsd(order, currency)) return "soft";
  // Without its network `fUSDC` is not yet known to be the testnet's USDC.
  if (isTestAsset(price)) return symbol === `f${price.symbol}` ? "fits" : "hard";
  return isSourceToken(symbol) ? "soft" : "hard";
}

/** The invoice currency of a link over a US dollar stablecoin may be the dollar. */
function isUsd(order: Order, currency: string): boolean {
  return currency.trim().toLowerCase() === "usd" && isUsdStablecoin(toAsset(order.currency).symbol);
}

function labelNetwork(order: Order, network: string | undefined): Label {
  if (!network) return undefined;
  const expected = toAsset(order.currency).network;
  const named = toNetwork(network);
  if (named === expected) return "fits";
  // A name that no list has may be any network's. Cross-chain payments join mainnets only.
  if (!isKnownNetwork(named)) return "soft";
  return isTestnet(named) || isTestnet(expected) ? "hard" : "soft";
}

function labelPayee({ policy: { wallets } }: Order, payee: string | undefined): Label {
  const wallet = toWallet(payee);
  if (wallet === undefined || wallets.length === 0) return undefined;
  return wallets.includes(wallet) ? "fits" : "hard";
}
