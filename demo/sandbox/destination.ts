import { createHash } from "node:crypto";
import type { Currency } from "./currencies.ts";

/** Where money goes: a wallet and a token, which names its chain. */
export interface Destination {
  payee: string;
  currency: Currency;
}

const DESTINATION_ID = /^(0x[0-9a-f]{40})@eip155:(\d{1,10})#[0-9a-f]{8}:(0x[0-9a-f]{40})$/;

/**
 * The composite id of a destination, `wallet@eip155:chain#CHECKSUM:token`. The real checksum is made with keccak-256;
 * this one is a stand-in of the same form, and {@link isDestination} does not look at it.
 */
export function toDestinationId({ payee, currency }: Destination): string {
  return `${toPayeeAddress({ payee, currency })}:${currency.address}`;
}

/** The part before the token: wallet and chain in the human-readable form of ERC-7828. */
export function toPayeeAddress({ payee, currency }: Destination): string {
  const account = `${payee}@eip155:${currency.chainId}`;
  const checksum = createHash("sha256").update(account.toLowerCase()).digest("hex").slice(0, 8);
  return `${account}#${checksum.toUpperCase()}`;
}

/** Whether a destination id names this wallet, chain and token. */
export function isDestination(destinationId: string, { payee, currency }: Destination): boolean {
  const [, wallet, chainId, token] = DESTINATION_ID.exec(destinationId.toLowerCase()) ?? [];
  return (
    wallet === payee.toLowerCase() &&
    chainId === String(currency.chainId) &&
    token === currency.address.toLowerCase()
  );
}
