import { CurrencyIdSchema } from "../contract/contract.ts";
import { toAmount } from "../domain/amount.ts";
import { amountFault, isSameAsset } from "../domain/currency.ts";

/** A currency in which payers may choose the amount, and between which two, both included. */
export interface OpenAmount {
  currency: string;
  min: string;
  max: string;
}

const ENTRY = /^(.+):(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)$/;

/**
 * Reads `OPEN_AMOUNTS`, as `USDC-base:1-500,EURC-base:1-500`.
 * @throws {Error} that names each faulty entry and its fault
 */
export function parseOpenAmounts(text: string): OpenAmount[] {
  const faults: string[] = [];
  const amounts = text.split(",").flatMap((entry) => {
    try {
      return [parseEntry(entry.trim())];
    } catch (error) {
      faults.push((error as Error).message);
      return [];
    }
  });
  if (faults.length > 0) throw new Error(faults.join("; "));
  const twice = amounts.find((one, index) => findOpenAmount(amounts, one.currency) !== amounts[index]);
  if (twice) throw new Error(`names ${twice.currency} twice`);
  return amounts;
}

/** The bounds of a currency, or undefined where payers may not choose. */
export function findOpenAmount(amounts: readonly OpenAmount[], currency: string): OpenAmount | undefined {
  return amounts.find((each) => isSameAsset(each.currency, currency));
}

function parseEntry(entry: string): OpenAmount {
  const [, currency = "", min = "", max = ""] = ENTRY.exec(entry) ?? [];
  if (!CurrencyIdSchema.safeParse(currency).success)
    throw new Error(`must be CURRENCY:MIN-MAX, comma-separated, such as USDC-base:1-500, not ${entry}`);
  const fault = amountFault(min, currency) ?? amountFault(max, currency);
  if (fault) throw new Error(`${entry}: each bound ${fault}`);
  if (toAmount(min).gt(toAmount(max))) throw new Error(`${entry}: MIN is above MAX`);
  return { currency, min, max };
}
