/**
 * Networks and tokens that Request Network documents.
 * Sources: https://docs.request.network/resources/token-list (list 1.5.0) and its page on supported chains.
 */

interface Network {
  /** Other names for it in Request Network's answers, in lower case. */
  aliases: readonly string[];
  chainId: number;
  isTestnet?: true;
}

/** By Request Network's own id. */
export const NETWORKS: Readonly<Record<string, Network>> = {
  mainnet: { aliases: ["ethereum", "homestead", "ethereum mainnet", "eth"], chainId: 1 },
  "arbitrum-one": { aliases: ["arbitrum", "arbitrum one"], chainId: 42161 },
  optimism: { aliases: ["op mainnet", "op-mainnet"], chainId: 10 },
  base: { aliases: ["base mainnet"], chainId: 8453 },
  matic: { aliases: ["polygon", "polygon pos", "polygon-pos"], chainId: 137 },
  bsc: { aliases: ["bnb", "bnb-chain", "bnb chain", "bnb smart chain", "binance"], chainId: 56 },
  tron: { aliases: ["tron mainnet"], chainId: 728126428 },
  xdai: { aliases: ["gnosis"], chainId: 100 },
  fuse: { aliases: [], chainId: 122 },
  fantom: { aliases: [], chainId: 250 },
  avalanche: { aliases: ["avax"], chainId: 43114 },
  moonbeam: { aliases: [], chainId: 1284 },
  mantle: { aliases: [], chainId: 5000 },
  core: { aliases: [], chainId: 1116 },
  tombchain: { aliases: [], chainId: 6969 },
  zksyncera: { aliases: ["zksync"], chainId: 324 },
  sepolia: { aliases: ["ethereum sepolia"], chainId: 11155111, isTestnet: true },
  "base-sepolia": { aliases: ["base sepolia"], chainId: 84532, isTestnet: true },
  nile: { aliases: ["tron nile"], chainId: 3448148188, isTestnet: true },
};

/** Other symbols of the same token: native USDC has an `n` on two networks, USDT0 is what Tether calls USDT on some. */
export const SYMBOL_ALIASES: Readonly<Record<string, string>> = {
  usdcn: "usdc",
  usdt0: "usdt",
  "usd₮0": "usdt",
  "usd₮": "usdt",
  aeth: "eth",
  pol: "matic",
};

interface Token {
  /** Request Network's currency id. */
  id: string;
  /** Canonical, in lower case. */
  symbol: string;
  network: string;
  decimals: number;
  address: string;
}

const token = (id: string, symbol: string, network: string, decimals: number, address: string): Token => ({
  id,
  symbol,
  network,
  decimals,
  address,
});

const NATIVE = "0x0000000000000000000000000000000000000000";

export const TOKENS: readonly Token[] = [
  token("USDC-mainnet", "usdc", "mainnet", 6, "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"),
  token("USDC-arbitrum-one", "usdc", "arbitrum-one", 6, "0xaf88d065e77c8cC2239327C5EDb3A432268e5831"),
  token("USDCn-optimism", "usdc", "optimism", 6, "0x0b2C639c533813f4Aa9D7837CAf62653d097Ff85"),
  token("USDC-base", "usdc", "base", 6, "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913"),
  token("USDCn-matic", "usdc", "matic", 6, "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"),
  token("USDC-bsc", "usdc", "bsc", 18, "0x8AC76a51cc950d9822D68b83fE1Ad97B32Cd580d"),
  token("USDC-tron", "usdc", "tron", 6, "TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8"),
  token("USDT-mainnet", "usdt", "mainnet", 6, "0xdAC17F958D2ee523a2206206994597C13D831ec7"),
  token("USDT-arbitrum-one", "usdt", "arbitrum-one", 6, "0xFd086bC7CD5C481DCC9C85ebE478A1C0b69FCbb9"),
  token("USDT-optimism", "usdt", "optimism", 6, "0x94b008aA00579c1307B0EF2c499aD98a8ce58e58"),
  token("USDT-base", "usdt", "base", 6, "0xfde4C96c8593536E31F229EA8f37b2ADa2699bb2"),
  token("USDT-matic", "usdt", "matic", 6, "0xc2132D05D31c914a87C6611C10748AEb04B58e8F"),
  token("USDT-bsc", "usdt", "bsc", 18, "0x55d398326f99059fF775485246999027B3197955"),
  token("USDT-tron", "usdt", "tron", 6, "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t"),
  token("fUSDC-sepolia", "usdc", "sepolia", 6, "0x1c7D4B196Cb0C7B01d743Fbc6116a902379C7238"),
  token("fUSDT-sepolia", "usdt", "sepolia", 6, "0xF046b3CA5ae2879c6bAcC4D42fAF363eE8379F78"),
  token("FAU-sepolia", "fau", "sepolia", 18, "0x370DE27fdb7D1Ff1e1BaA7D11c5820a324Cf623C"),
  token("ETH-mainnet", "eth", "mainnet", 18, NATIVE),
  token("ETH-base-base", "eth", "base", 18, NATIVE),
  token("ETH-optimism-optimism", "eth", "optimism", 18, NATIVE),
  token("AETH-arbitrum-one", "eth", "arbitrum-one", 18, NATIVE),
  token("MATIC-matic", "matic", "matic", 18, NATIVE),
  token("ETH-sepolia-sepolia", "eth", "sepolia", 18, NATIVE),
];
