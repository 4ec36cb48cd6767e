const EVM = /^0x[0-9a-f]{40}$/i;
const TRON = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

/** A CAIP-2 chain id before the address, or the name of a chain and a checksum behind it. Neither is as long as an address. */
const NAMED = /^(?:[-a-z0-9]{3,8}:[-_a-z0-9]{1,32}:)?([^:@#\s]+)(?:@[-_:.a-z0-9]{1,33}(?:#[0-9a-f]{8})?)?$/i;

/**
 * A complete wallet address in the form in which two can be compared: EVM in lower case, Tron as it is. Understood are a plain
 * address, ERC-7828 text (`0x…@eip155:8453#ABCD1234`) and CAIP-10 (`eip155:8453:0x…`). Undefined for what is masked,
 * shortened, missing, no address, or names anything else beside it: such a value proves nothing.
 */
export function toWallet(text: string | null | undefined): string | undefined {
  const [, address = ""] = NAMED.exec((text ?? "").trim()) ?? [];
  if (EVM.test(address)) return address.toLowerCase();
  return TRON.test(address) ? address : undefined;
}
