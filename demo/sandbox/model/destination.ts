import { createHash } from "node:crypto";
import type { Currency } from "./currencies.ts";

/** Where money goes: a wallet and a token, which names its chain. */
export interface Destination {
  payee: string;
  currency: Currency;
}

const DESTINATION_ID = /^([^@:#]{34,42})@eip155:(\d{1,10})#[0-9a-fA-F]{8}:([^@:#]{34,42})$/;

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
  const checksum = createHash("sha256")
    .update(toPlainAddress(payee) + account.slice(payee.length))
    .digest("hex")
    .slice(0, 8);
  return `${account}#${checksum.toUpperCase()}`;
}

/** Whether a destination id names this wallet, chain and token. */
export function isDestination(destinationId: string, { payee, currency }: Destination): boolean {
  const [, wallet = "", chainId, token = ""] = DESTINATION_ID.exec(destinationId) ?? [];
  return (
    isSameAddress(wallet, payee) &&
    chainId === String(currency.chainId) &&
    isSameAddress(token, currency.address)
  );
}

/** Addresses of EVM networks are the same in any letter case, Tron's are not. */
export function isSameAddress(one: string, other: string): boolean {
  return one === other || (one.startsWith("0x") && one.toLowerCase() === other.toLowerCase());
}

/** The form in which wallets are compared and request reads name them. */
export function toPlainAddress(address: string): string {
  return address.startsWith("0x") ? address.toLowerCase() : address;
}
