import { type Amount, toAmount, toBaseUnits, toDecimal } from "./amounts.ts";
import type { Currency } from "./currencies.ts";
import { toPayeeAddress, toPlainAddress } from "./destination.ts";
import type { Payment, PaymentLink, PaymentRequest } from "./payment-link.ts";
import type { Wire } from "./wire.ts";

/** Names that pages of the public documentation give to networks. */
const NETWORK_NAMES: Readonly<Record<string, string>> = {
  mainnet: "ethereum",
  "arbitrum-one": "arbitrum",
  optimism: "OP Mainnet",
  base: "Base",
  matic: "polygon",
  bsc: "BNB Smart Chain",
};

export function networkName(network: string): string {
  return NETWORK_NAMES[network] ?? network;
}

/** `clientId`, and `orchestratorId` for a link that an orchestrator made (R12). */
export function identityOf(link: PaymentLink, { readings }: Wire): Record<string, string> {
  if (readings.R12 === "c") return {};
  const isUlid = readings.R12 === "b";
  const orchestratorId = isUlid ? link.orchestrator?.orchId : link.orchestrator?.ulid;
  return { clientId: isUlid ? link.clientUlid : link.clientId, ...(orchestratorId && { orchestratorId }) };
}

const SHOWN_START = 6;
const SHOWN_END = 4;

/** `0x6923…C7D7` */
export function shortenAddress(address: string): string {
  return `${address.slice(0, SHOWN_START)}…${address.slice(-SHOWN_END)}`;
}

interface PayeeSource {
  link: PaymentLink;
  request: PaymentRequest;
  wire: Wire;
}

/** The payee as a request read or an event names it (R15). */
export function payeeIn(place: "read" | "event", { link, request, wire }: PayeeSource): string | null {
  const { payee, paymentCurrency } = request;
  if (wire.readings.R15 === "c" && link.isPayeeHidden) return place === "read" ? null : shortenAddress(payee);
  if (wire.readings.R15 === "b") return toPayeeAddress({ payee, currency: paymentCurrency });
  return place === "read" ? toPlainAddress(payee) : payee;
}

/** The one hash that an event and a request read name (R5). */
export function readTxHash(payment: Payment, { readings }: Wire): string {
  return { a: payment.destinationTxHash, b: payment.sourceTxHash, c: payment.bundleTxHash }[readings.R5];
}

/** An amount as `/v2/payments` and the token read state it (R6). */
export function toReadAmount(
  amount: Amount | string,
  currency: Currency,
  { readings, isBatch }: UnitOf,
): string {
  const exact = typeof amount === "string" ? toAmount(amount) : amount;
  const isInBaseUnits = readings.R6 === "b" || (readings.R6 === "c" && !isBatch);
  return isInBaseUnits ? toBaseUnits(exact, currency.decimals) : toDecimal(exact);
}

interface UnitOf extends Pick<Wire, "readings"> {
  isBatch: boolean;
}
