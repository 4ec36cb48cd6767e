/** A token as `GET /v2/currencies` lists it. Source: https://docs.request.network/resources/token-list */
export interface Currency {
  id: string;
  name: string;
  symbol: string;
  decimals: number;
  address: string;
  network: string;
  type: "ERC20" | "ETH";
  hash: string;
  chainId: number;
}

const CHAIN_IDS: Record<string, number> = {
  mainnet: 1,
  optimism: 10,
  polygon: 137,
  base: 8453,
  "arbitrum-one": 42161,
  sepolia: 11155111,
};

const NATIVE = "0x0000000000000000000000000000000000000000";
const STABLE = new Set(["USDC", "USDT", "EURC"]);

function erc20(symbol: string, network: string, address: string): Currency {
  const name =
    { USDC: "USD Coin", USDT: "Tether USD", EURC: "Euro Coin", FAU: "Faucet Token" }[symbol] ?? symbol;
  const decimals = STABLE.has(symbol) ? 6 : 18;
  const chainId = CHAIN_IDS[network] ?? 0;
  return {
    id: `${symbol}-${network}`,
    name,
    symbol,
    decimals,
    address,
    network,
    type: "ERC20",
    hash: address,
    chainId,
  };
}

/** The few tokens that the sandbox deals in. The real list is much longer. */
export const CURRENCIES: readonly Currency[] = [
  erc20("USDC", "base", "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
  erc20("USDC", "mainnet", "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
  erc20("USDC", "optimism", "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85"),
  erc20("USDC", "polygon", "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"),
  erc20("USDC", "arbitrum-one", "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"),
  erc20("USDT", "mainnet", "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
  erc20("EURC", "base", "0x60a3E35Cc302bFA44Cb288Bc5a4F316Fdb1adb42"),
  erc20("FAU", "sepolia", "0x370DE27fdb7D1Ff1e1BaA7D11c5820a324Cf623C"),
  {
    id: "ETH-sepolia-sepolia",
    name: "Sepolia Ether",
    symbol: "ETH",
    decimals: 18,
    address: NATIVE,
    network: "sepolia",
    type: "ETH",
    hash: NATIVE,
    chainId: 11155111,
  },
];

export function findCurrency(id: string): Currency | undefined {
  return CURRENCIES.find((currency) => currency.id.toLowerCase() === id.toLowerCase());
}

/** Whether one of it is (about) one unit of money, so that fees and dollar amounts can be stated without a rate. */
export function isStablecoin(currency: Currency): boolean {
  return STABLE.has(currency.symbol);
}
