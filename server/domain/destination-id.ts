import { currencyOfToken } from "./currency.ts";
import { toWallet } from "./wallet.ts";

export interface Destination {
  /** As `toWallet` writes it. */
  payee: string | undefined;
  /** The currency id of its token, where the token list has it. */
  currency: string | undefined;
}

const DESTINATION = /^([^@]+)@eip155:(\d+)(?:#[0-9a-f]+)?$/i;

/** Reads a destination id, `0x…@eip155:8453#ABCD1234:0x…`: wallet, chain, and behind the last colon the token's contract. */
export function parseDestinationId(id: string): Destination {
  const colon = id.lastIndexOf(":");
  const [, wallet, chainId] = DESTINATION.exec(id.slice(0, colon)) ?? [];
  const token = id.slice(colon + 1);
  return {
    payee: toWallet(wallet),
    currency: currencyOfToken(Number(chainId), token),
  };
}
