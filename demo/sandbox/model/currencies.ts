import { type Amount, toAmount } from "./amounts.ts";

/** A currency as `GET /v2/currencies` lists it. A fiat currency has no network, no address and no chain. */
export interface Currency {
  id: string;
  name: string;
  symbol: string;
  decimals: number;
  address: string;
  network: string;
  type: "ERC20" | "TRC20" | "ETH" | "ISO4217";
  hash: string;
  chainId: number;
}

export const CHAIN_IDS: Readonly<Record<string, number>> = {
  mainnet: 1,
  "arbitrum-one": 42161,
  optimism: 10,
  base: 8453,
  matic: 137,
  bsc: 56,
  tron: 728126428,
  sepolia: 11155111,
};

const NATIVE = "0x0000000000000000000000000000000000000000";
const USD_TOKENS = new Set(["USDC", "USDT", "USDT0", "fUSDC", "fUSDT"]);
const STABLE = new Set([...USD_TOKENS, "EURC"]);
/** Made-up and fixed. What is not listed is worth a dollar. */
const USD_RATES: Readonly<Record<string, string>> = { EUR: "1.1", GBP: "1.3", CNY: "0.14", JPY: "0.0065" };
const NAMES: Readonly<Record<string, string>> = {
  USDC: "USD Coin",
  USDT: "Tether USD",
  USDT0: "USDT0",
  EURC: "Euro Coin",
  FAU: "Faucet Token",
};

interface Token {
  id?: string;
  decimals?: number;
}

function token(symbol: string, network: string, address: string, { id, decimals }: Token = {}): Currency {
  return {
    id: id ?? `${symbol}-${network}`,
    name: NAMES[symbol] ?? symbol,
    symbol,
    decimals: decimals ?? (STABLE.has(symbol) ? 6 : 18),
    address,
    network,
    type: network === "tron" ? "TRC20" : "ERC20",
    hash: address,
    chainId: CHAIN_IDS[network] ?? 0,
  };
}

function native(symbol: string, network: string, id = `${symbol}-${network}-${network}`): Currency {
  return { ...token(symbol, network, NATIVE, { id }), type: "ETH" };
}

function fiat(symbol: string, name: string, decimals = 2): Currency {
  return {
    id: symbol,
    name,
    symbol,
    decimals,
    address: "",
    network: "",
    type: "ISO4217",
    hash: "",
    chainId: 0,
  };
}

const USDT_ARBITRUM = "0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9";
const USDT_OPTIMISM = "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58";
const USDT_MATIC = "0xc2132D05D31c914a87C6611C10748AEb04B58e8F";

/** The currencies that payment links and payers use. Source: https://docs.request.network/resources/token-list */
export const CURRENCIES: readonly Currency[] = [
  token("USDC", "base", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
  token("USDC", "mainnet", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
  token("USDC", "arbitrum-one", "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"),
  token("USDC", "optimism", "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85", { id: "USDCn-optimism" }),
  token("USDC", "matic", "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359", { id: "USDCn-matic" }),
  token("USDC", "bsc", "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d", { decimals: 18 }),
  token("USDC", "tron", "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8"),
  token("USDT", "mainnet", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
  token("USDT", "arbitrum-one", USDT_ARBITRUM),
  token("USDT", "optimism", USDT_OPTIMISM),
  token("USDT", "base", "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2"),
  token("USDT", "matic", USDT_MATIC),
  token("USDT", "bsc", "0x55d398326f99059fF775485246999027B3197955", { decimals: 18 }),
  token("USDT", "tron", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
  token("USDT0", "arbitrum-one", USDT_ARBITRUM),
  token("USDT0", "optimism", USDT_OPTIMISM),
  token("USDT0", "matic", USDT_MATIC),
  token("EURC", "base", "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42"),
  token("fUSDC", "sepolia", "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238"),
  token("fUSDT", "sepolia", "0xF046b3CA5ae2879c6bAcC4D42fAF363eE8379F78"),
  token("FAU", "sepolia", "0x370DE27fdb7D1Ff1e1BaA7D11c5820a324Cf623C"),
  native("ETH", "sepolia"),
  native("ETH", "base"),
  native("ETH", "arbitrum-one", "AETH-arbitrum-one"),
  native("MATIC", "matic", "MATIC-matic"),
  fiat("USD", "US Dollar"),
  fiat("EUR", "Euro"),
  fiat("CNY", "Chinese Yuan"),
  fiat("GBP", "Pound Sterling"),
  fiat("JPY", "Japanese Yen", 0),
];

/** Other spellings of a network in the public documentation, in lower case. */
const NETWORK_ALIASES: Readonly<Record<string, string>> = {
  ethereum: "mainnet",
  arbitrum: "arbitrum-one",
  "op mainnet": "optimism",
  polygon: "matic",
  bnb: "bsc",
};

/** The id of a network by any documented spelling; undefined when there is none. */
export function findNetwork(name: string): string | undefined {
  const lower = name.toLowerCase();
  const id = NETWORK_ALIASES[lower] ?? lower;
  return Object.hasOwn(CHAIN_IDS, id) ? id : undefined;
}

/** By id in any letter case, and by ids that name `polygon`, as examples of the published API do. */
export function findCurrency(id: string): Currency | undefined {
  const wanted = id.toLowerCase();
  const [, symbol, isPolygon] = /^(.+?)(-polygon)?$/.exec(wanted) ?? [];
  if (isPolygon) return findToken(symbol ?? "", "matic");
  return CURRENCIES.find((currency) => currency.id.toLowerCase() === wanted);
}

export function findToken(symbol: string, network: string): Currency | undefined {
  const wanted = symbol.toLowerCase();
  return CURRENCIES.find((one) => one.network === network && one.symbol.toLowerCase() === wanted);
}

/** Whether one of it is (about) one unit of money, so that fees and dollar amounts can be stated without a rate. */
export function isStablecoin({ symbol, type }: Currency): boolean {
  return STABLE.has(symbol) || type === "ISO4217";
}

export function isUsdStablecoin({ symbol }: Currency): boolean {
  return USD_TOKENS.has(symbol);
}

/** USDT0 is an alias of USDT for paying. It is no token that a payee can ask for. */
export function isDestinationToken({ symbol, type }: Currency): boolean {
  return symbol !== "USDT0" && type !== "ISO4217";
}

/** How many dollars one of it is worth. */
export function usdRateOf({ symbol }: Currency): Amount {
  return toAmount(USD_RATES[symbol] ?? "1");
}
