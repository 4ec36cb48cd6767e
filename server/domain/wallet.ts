const EVM = /^0x[0-9a-f]{40}$/i;
const TRON = /^T[1-9A-HJ-NP-Za-km-z]{33}$/;
/** A Tron address. Every part of a chain's name is shorter. */
const SHORTEST_ADDRESS = 34;

/**
 * A complete wallet address in the form in which two can be compared: EVM in lower case, Tron as it is. Understood are a plain
 * address, ERC-7828 text (`0x…@eip155:8453#ABCD1234`) and CAIP-10 (`eip155:8453:0x…`). Undefined for what is masked,
 * shortened, missing, no address, or names anything but a chain beside it: such a value proves nothing.
 */
export function toWallet(text: string | null | undefined): string | undefined {
  const [account = "", chain = "", ...more] = (text ?? "").trim().split("@");
  const [address = "", ...names] = account.split(":").reverse();
  const isCaip = names.length === 0 || names.length === 2;
  const beside = [...names, ...chain.split(/[:#]/)];
  if (!isCaip || more.length > 0 || beside.some(({ length }) => length >= SHORTEST_ADDRESS)) return undefined;
  if (EVM.test(address)) return address.toLowerCase();
  return TRON.test(address) ? address : undefined;
}
