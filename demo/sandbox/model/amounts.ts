import Big, { type Big as Amount } from "big.js";

/** Strict: a JavaScript number is refused, so that no float can slip into an amount. */
const Exact = Big();
Exact.strict = true;

export type { Amount };

export const ZERO: Amount = new Exact("0");

/** What an amount may look like on the wire: no sign, no exponent, no grouping. */
export const DECIMAL = /^(?:0|[1-9]\d{0,29})(?:\.\d{1,30})?$/;

/** @throws {Error} when `text` is no decimal */
export function toAmount(text: string): Amount {
  return new Exact(text);
}

/** The plain form without trailing zeros: `10.00` becomes `10`. */
export function toDecimal(amount: Amount): string {
  return amount.toFixed();
}

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total.plus(amount), ZERO);
}

/** A fraction of an amount in whole units of its currency, rounded down: half a cent is nobody's. */
export function shareOf(amount: Amount, divisor: string, decimals: number): Amount {
  return amount.div(divisor).round(decimals, Big.roundDown);
}

/** The smallest amount that a currency can carry. */
export function unitOf(decimals: number): Amount {
  return new Exact(`1e-${decimals}`);
}

/** Dollars with cents, as the answers about stablecoins state them. */
export function toUsd(amount: Amount): string {
  return amount.toFixed(2);
}

/** A fraction `numerator / divisor` of an amount, rounded down to the currency's decimals. */
export function portionOf(
  amount: Amount,
  [numerator, divisor]: readonly [Amount, Amount],
  decimals: number,
): Amount {
  return amount.times(numerator).div(divisor).round(decimals, Big.roundDown);
}

/** So many hundredths of a percent of an amount, rounded up to the currency's decimals. */
export function bpsOf(amount: Amount, bps: number, decimals: number): Amount {
  return amount.times(String(bps)).div("10000").round(decimals, Big.roundUp);
}

/** An amount in the smallest unit of its currency, without a decimal point. */
export function toBaseUnits(amount: Amount, decimals: number): string {
  return amount.times(new Exact(`1e${decimals}`)).toFixed(0);
}

export function roundUp(amount: Amount, decimals: number): Amount {
  return amount.round(decimals, Big.roundUp);
}
