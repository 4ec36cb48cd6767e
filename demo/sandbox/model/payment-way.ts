import { type Amount, toAmount } from "./amounts.ts";
import { isWalletOf } from "./clients.ts";
import {
  type Currency,
  findCurrency,
  findNetwork,
  findToken,
  isUsdStablecoin,
  usdRateOf,
} from "./currencies.ts";
import type { PaymentLink, PaymentWay } from "./payment-link.ts";
import { Problem } from "./problem.ts";

/** How a payer can pay. */
export const KINDS = ["same-chain", "cross-chain", "smart-account", "safe"] as const;
export type PaymentKind = (typeof KINDS)[number];

/** The networks and tokens that a payer can choose on a link of another network. */
export const SOURCE_NETWORKS = ["mainnet", "arbitrum-one", "optimism", "base", "matic", "bsc"] as const;
const SOURCE_SYMBOLS = ["USDC", "USDT", "USDT0"] as const;

/** The wallets of the one payer whom the sandbox has. */
export const PAYER_WALLET = "0x5a4d000000000000000000000000000000c0ffee";
const TRON_PAYER_WALLET = "TSandboxPayerxxxxxxxxxxxxxxxxxxxxx";
const SMART_ACCOUNT = "0x5a4d0000000000000000000000000000acc04337";
const SAFE_ACCOUNT = "0x5a4d00000000000000000000000000005afe5afe";
const LEAST_USD = toAmount("1");

interface WayChoice {
  kind?: PaymentKind | undefined;
  sourceNetwork?: string | undefined;
  sourceCurrency?: string | undefined;
  payer?: string | undefined;
  payerEoa?: string | undefined;
}

/** @throws {Problem} 400 for a source or a wallet that can't be, 409 for one that the link does not take */
export function wayOf(link: PaymentLink, amount: Amount, choice: WayChoice): PaymentWay {
  const source = sourceOf(link, choice);
  if (source) requireBridgeable(link, source, amount);
  const network = source?.network ?? networkOf(link);
  const { payer = accountOf(choice.kind ?? "same-chain", network) } = choice;
  const isContract = choice.kind === "smart-account" || choice.kind === "safe";
  const { payerEoa = isContract ? PAYER_WALLET : payer } = choice;
  for (const wallet of [payer, payerEoa])
    if (!isWalletOf(network, wallet))
      throw new Problem(400, `${wallet.slice(0, 64)} is no wallet of ${network}`);
  return { source, payer, payerEoa };
}

/** All tokens with which a link can be paid besides its own. */
export function sourcesOf(link: PaymentLink): Currency[] {
  const own = link.requests[0]?.paymentCurrency;
  if (!own || !isBridgeable(own)) return [];
  return SOURCE_NETWORKS.flatMap((network) =>
    SOURCE_SYMBOLS.flatMap((symbol) => findToken(symbol, network) ?? []),
  ).filter((source) => source !== own);
}

function sourceOf(link: PaymentLink, choice: WayChoice): Currency | undefined {
  const { kind, sourceNetwork, sourceCurrency } = choice;
  if (kind !== "cross-chain" && sourceNetwork === undefined && sourceCurrency === undefined) return undefined;
  const elsewhere = networkOf(link) === "arbitrum-one" ? "base" : "arbitrum-one";
  const network = sourceNetwork === undefined ? elsewhere : findNetwork(sourceNetwork);
  const named = sourceCurrency ?? "USDC";
  const source = findToken(named, network ?? "") ?? findCurrency(named);
  if (!network || !source || !sourcesOf(link).includes(source))
    throw new Problem(
      400,
      `The link can't be paid with ${named} on ${sourceNetwork ?? elsewhere}`.slice(0, 160),
    );
  return source;
}

function requireBridgeable(link: PaymentLink, source: Currency, amount: Amount): void {
  const [first] = link.requests;
  const isSmall = first && amount.times(usdRateOf(first.currency)).lt(LEAST_USD);
  if (source.network !== networkOf(link) && isSmall)
    throw new Problem(409, "A cross-chain payment needs at least 1 USD");
}

function isBridgeable(currency: Currency): boolean {
  const networks: readonly string[] = SOURCE_NETWORKS;
  return networks.includes(currency.network) && isUsdStablecoin(currency);
}

function accountOf(kind: PaymentKind, network: string): string {
  if (network === "tron") return TRON_PAYER_WALLET;
  if (kind === "smart-account") return SMART_ACCOUNT;
  return kind === "safe" ? SAFE_ACCOUNT : PAYER_WALLET;
}

function networkOf(link: PaymentLink): string {
  return link.requests[0]?.paymentCurrency.network ?? "";
}
