/** A webhook's body, as far as a trace needs it. */
export interface WebhookBody {
  raw: Record<string, unknown>;
  /** `payment.confirmed` of `payment.confirmed.client_id`. */
  family: string;
  requestIds: string[];
  /** The same for every variant of one and the same thing. */
  happening: string;
}

const STEPS: Record<string, string> = {
  wallet_connected: "The payer’s wallet is connected",
  payment_sent_to_wallet: "The payment is in the wallet",
  payment_approved_in_wallet: "The payer has approved",
};

export function parseEvent(text: string): WebhookBody {
  const raw = JSON.parse(text) as Record<string, unknown>;
  const { event, requestId, requestIds, txHash, timestamp } = raw;
  const family = String(event).split(".", 2).join(".");
  const named = [requestId, ...(Array.isArray(requestIds) ? requestIds : [])];
  return {
    raw,
    family,
    requestIds: named.filter((id): id is string => typeof id === "string"),
    happening: `${family} ${txHash ?? timestamp}`,
  };
}

/** What an event says, in plain words. */
export function sayEvent({ raw, family }: WebhookBody): string {
  const { amount, currency, refundAmount, userEvent } = raw;
  switch (family) {
    case "payment.confirmed":
      return `Paid ${amount} ${currency}`;
    case "payment.partial":
      return `Paid in part, ${amount} ${currency}`;
    case "payment.failed":
      return "A payment failed";
    case "payment.refunded":
      return `Refunded ${refundAmount} ${currency}`;
    case "secure_payment.user_event":
      return STEPS[String(userEvent)] ?? String(userEvent);
    default:
      return family;
  }
}

/** The fact that the companion keeps of it. Empty where it says nothing that would count. */
export function sayFact({ raw, family }: WebhookBody): string {
  const { totalAmountPaid, expectedAmount, currency, refundAmount, userEvent } = raw;
  switch (family) {
    case "payment.confirmed":
    case "payment.partial":
      return `${totalAmountPaid} of ${expectedAmount} ${currency} received in all`;
    case "payment.failed":
      return "an attempt has failed";
    case "payment.refunded":
      return `${refundAmount} ${currency} went back`;
    case "secure_payment.user_event":
      return String(userEvent).replaceAll("_", " ");
    default:
      return "";
  }
}
