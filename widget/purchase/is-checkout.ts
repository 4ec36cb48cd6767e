import type { Checkout } from "../../server/contract/contract.ts";
import { isDecimal } from "./decimal.ts";

const STATUS = /^(pending|processing|partially_paid|paid|review|failed|expired|refunded)$/;
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

/** Whether this is a checkout, as a companion answers it and a browser remembers it. */
export function isCheckout(value: unknown): value is Checkout {
  const { id, status, amount, currency, amountPaid, securePaymentUrl, expiresAt, updatedAt } = (value ??
    {}) as Record<string, unknown>;
  return (
    typeof id === "string" &&
    STATUS.test(String(status)) &&
    isDecimal(amount) &&
    isDecimal(amountPaid) &&
    typeof currency === "string" &&
    (securePaymentUrl === null || typeof securePaymentUrl === "string") &&
    DATE.test(String(expiresAt)) &&
    DATE.test(String(updatedAt))
  );
}
