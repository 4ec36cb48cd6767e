const EVM = /^0x[0-9a-f]{40}$/i;
const TRON = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;

/**
 * A complete wallet address in the form in which two can be compared: EVM in lower case, Tron as it is. Understood are a plain
 * address, ERC-7828 text (`0x…@eip155:8453#ABCD1234`) and CAIP-10 (`eip155:8453:0x…`). Undefined for what is masked,
 * shortened, missing, or no address: such a value proves nothing.
 */
export function toWallet(text: string | null | undefined): string | undefined {
  const [named = ""] = (text ?? "").trim().split("@");
  const address = named.slice(named.lastIndexOf(":") + 1);
  if (EVM.test(address)) return address.toLowerCase();
  return TRON.test(address) ? address : undefined;
}
