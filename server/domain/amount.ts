import Big, { type Big as Amount } from "big.js";
import { DecimalSchema } from "../contract/contract.ts";

/** Strict: a JavaScript number is refused everywhere, so that no float can slip into an amount. */
const Exact = Big();
Exact.strict = true;

export type { Amount };

export const ZERO: Amount = new Exact("0");

/** Reads a plain decimal as {@link DecimalSchema} allows it, exactly; anything else is undefined. */
export function parseAmount(text: unknown): Amount | undefined {
  const { success, data } = DecimalSchema.safeParse(text);
  return success ? new Exact(data) : undefined;
}

/**
 * Reads an amount that has been checked before.
 * @throws {TypeError} when it was not
 */
export function toAmount(text: string): Amount {
  const amount = parseAmount(text);
  if (!amount) throw new TypeError(`not a plain decimal: ${text.slice(0, 80)}`);
  return amount;
}

/** The canonical form: no exponent, no trailing zeros. `10`, `10.0` and `10.00` all become `10`. */
export function toDecimal(amount: Amount): string {
  return amount.toFixed();
}

export function largest(amounts: readonly Amount[]): Amount {
  return amounts.reduce((most, amount) => (amount.gt(most) ? amount : most), ZERO);
}

export function sum(amounts: readonly Amount[]): Amount {
  return amounts.reduce((total, amount) => total.plus(amount), ZERO);
}

/** How many digits stand behind the point, trailing zeros aside. */
export function decimalPlaces(amount: Amount): number {
  return toDecimal(amount).split(".")[1]?.length ?? 0;
}
