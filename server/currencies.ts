import { decimalPlaces, parseAmount } from "./money.ts";

/** What a currency id such as `USDC-base` names. Both parts in lower case, the network by its canonical name. */
export interface Asset {
  symbol: string;
  network: string | undefined;
}

/** Other names that Request Network's answers use for the same network. */
const NETWORK_ALIASES = new Map(
  Object.entries({
    ethereum: "mainnet",
    homestead: "mainnet",
    matic: "polygon",
    "arbitrum-one": "arbitrum",
    bnb: "bsc",
    "bnb-chain": "bsc",
    gnosis: "xdai",
  }),
);

/** Decimals by symbol; by currency id where a network differs from the rest. */
const DECIMALS = new Map(
  Object.entries({
    usdc: 6,
    "usdc-bsc": 18,
    usdt: 6,
    "usdt-bsc": 18,
    usdt0: 6,
    eurc: 6,
    dai: 18,
    fau: 18,
    eth: 18,
  }),
);

const MOST_DECIMALS = 18;

/** The canonical name of a network: `Ethereum` and `mainnet` are the same one. */
export function toNetwork(name: string): string {
  const lower = name.toLowerCase();
  return NETWORK_ALIASES.get(lower) ?? lower;
}

/** Splits a currency id, or a bare symbol, in which case the network is undefined. */
export function toAsset(currency: string): Asset {
  const [symbol = "", ...network] = currency.toLowerCase().split("-");
  return { symbol, network: network.length > 0 ? toNetwork(network.join("-")) : undefined };
}

/** How many decimals an amount in this currency may have. An unknown currency may have as many as any token. */
export function decimalsOf(currency: string): number {
  const { symbol, network } = toAsset(currency);
  return DECIMALS.get(`${symbol}-${network}`) ?? DECIMALS.get(symbol) ?? MOST_DECIMALS;
}

/** Whether both ids name the same token on the same network. */
export function isSameAsset(one: string, other: string): boolean {
  const [a, b] = [toAsset(one), toAsset(other)];
  return a.symbol === b.symbol && a.network === b.network;
}

/** What is wrong with an amount that shall be charged: it must be above 0, and no finer than its currency. */
export function amountFault(amount: string, currency: string): string | undefined {
  const price = parseAmount(amount);
  if (!price?.gt("0")) return "must be above 0";
  const decimals = decimalsOf(currency);
  return decimalPlaces(price) > decimals ? `${currency} has ${decimals} decimals` : undefined;
}
