import { decimalPlaces, parseAmount } from "./amount.ts";
import { NETWORKS, SYMBOL_ALIASES, TOKENS } from "./token-list.ts";

/** What a currency id such as `USDC-base` names. Both parts in lower case and by their canonical names. */
export interface Asset {
  symbol: string;
  /** Undefined for a bare symbol. */
  network: string | undefined;
}

/** Answers may name a network by its chain id as well, alone or as CAIP-2. */
const NETWORK_IDS = new Map(
  Object.entries(NETWORKS).flatMap(([id, { aliases, chainId }]) =>
    [id, ...aliases, `${chainId}`, `eip155:${chainId}`].map((name) => [name, id]),
  ),
);

/** Longest first: `arbitrum-one` is cut before `one` could be. */
const SUFFIXES = [...NETWORK_IDS.keys()].sort((a, b) => b.length - a.length);

const MOST_DECIMALS = 18;
/** For a network that the list does not name. */
const USUAL_DECIMALS: Readonly<Record<string, number>> = { usdc: 6, usdt: 6, eurc: 6, trx: 6 };
const TEST_SYMBOLS: ReadonlySet<string | undefined> = new Set(["fau", "fusdc", "fusdt"]);
const USD_STABLECOINS = new Set(["usdc", "usdt", "dai"]);
/** Tokens that a payer may give in a cross-chain payment. */
const SOURCE_TOKENS = new Set(["usdc", "usdt", "eurc"]);

/** The canonical id of a network: `Ethereum` and `MAINNET` are both `mainnet`. An unknown name stays as it is. */
export function toNetwork(name: string): string {
  const lower = name.trim().toLowerCase();
  return NETWORK_IDS.get(lower) ?? lower;
}

export function isKnownNetwork(name: string): boolean {
  return NETWORK_IDS.has(name.trim().toLowerCase());
}

export function isTestnet(network: string | undefined): boolean {
  return NETWORKS[toNetwork(network ?? "")]?.isTestnet === true;
}

/**
 * Splits a currency id, or a bare symbol, in which case the network is undefined. A known network is cut from the end, never
 * at a dash: `USDC-arbitrum-one`, `ETH-sepolia-sepolia`. Of an unknown network all behind the first dash is the name.
 */
export function toAsset(currency: string): Asset {
  const lower = currency.trim().toLowerCase();
  const suffix = SUFFIXES.find((name) => lower.endsWith(`-${name}`));
  if (suffix === undefined) {
    const [symbol = "", ...rest] = lower.split("-");
    return { symbol: toSymbol(symbol, undefined), network: rest.length > 0 ? rest.join("-") : undefined };
  }
  const network = toNetwork(suffix);
  const head = lower.slice(0, -suffix.length - 1);
  // Native currencies repeat their network: ETH-base-base.
  const symbol = head.endsWith(`-${suffix}`) ? head.slice(0, -suffix.length - 1) : head;
  return { symbol: toSymbol(symbol, network), network };
}

/**
 * The canonical symbol: `USDCn` is USDC and `USDT0` is USDT. On a testnet the documents write `USDC` for `fUSDC`, so there
 * both are one; without a network they are not.
 */
export function toSymbol(symbol: string, network: string | undefined): string {
  const lower = symbol.trim().toLowerCase();
  const plain = SYMBOL_ALIASES[lower] ?? lower;
  const isTestUsd = plain === "fusdc" || plain === "fusdt";
  return isTestUsd && isTestnet(network) ? plain.slice(1) : plain;
}

/** How many decimals an amount in this currency may have. An unknown currency may have as many as any token. */
export function decimalsOf(currency: string): number {
  const { symbol, network } = toAsset(currency);
  const listed = TOKENS.find((token) => token.symbol === symbol && token.network === network);
  return listed?.decimals ?? USUAL_DECIMALS[symbol] ?? MOST_DECIMALS;
}

/** Whether both ids name the same token on the same network. */
export function isSameAsset(one: string, other: string): boolean {
  const [a, b] = [toAsset(one), toAsset(other)];
  return a.symbol === b.symbol && a.network === b.network;
}

/** Test money: a token that exists for tests alone, or anything on a testnet. */
export function isTestAsset({ symbol, network }: Partial<Asset>): boolean {
  return TEST_SYMBOLS.has(symbol) || isTestnet(network);
}

/** Whether an amount in US dollars is the same number in this token. */
export function isUsdStablecoin(symbol: string): boolean {
  return USD_STABLECOINS.has(symbol);
}

export function isSourceToken(symbol: string): boolean {
  return SOURCE_TOKENS.has(symbol);
}

/** The currency id of a token by its chain id and contract, or undefined where it is not listed. */
export function currencyOfToken(chainId: number, address: string): string | undefined {
  const network = Object.keys(NETWORKS).find((id) => NETWORKS[id]?.chainId === chainId);
  const isSame = (listed: string) =>
    listed === address || (listed.startsWith("0x") && listed.toLowerCase() === address.toLowerCase());
  const token = TOKENS.find((one) => one.network === network && isSame(one.address));
  return token?.id;
}

/** What is wrong with an amount that shall be charged: it must be above 0, and no finer than its currency. */
export function amountFault(amount: string, currency: string): string | undefined {
  const price = parseAmount(amount);
  if (!price?.gt("0")) return "must be above 0";
  const decimals = decimalsOf(currency);
  return decimalPlaces(price) > decimals ? `${currency} has ${decimals} decimals` : undefined;
}
