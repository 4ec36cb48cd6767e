import type { Delivery } from "../../../contract/contract.ts";

const FAMILIES: Record<string, string> = {
  "payment.confirmed": "Payment confirmed",
  "payment.partial": "Part of the payment confirmed",
  "payment.failed": "A payment attempt failed",
  "payment.refunded": "Money went back to the customer",
  "kyt.screening": "A wallet was screened",
  "secure_payment.access_rejected": "A wallet is not on the link’s list of payers",
  "payment.processing": "The transfer to your bank account has progressed",
};

const STEPS: Record<string, string> = {
  wallet_connected: "The customer has connected a wallet",
  payment_sent_to_wallet: "The customer’s wallet was asked to pay",
  payment_approved_in_wallet: "The customer has approved the payment in the wallet",
};

/** What a message says, in words; and whether it only hands on what the customer's browser says. */
export function eventWords({ event, body }: Delivery): { title: string; isCustomers: boolean } {
  if (event === "secure_payment.user_event") {
    const step = read(body, "userEvent");
    return {
      title: STEPS[step] ?? `The customer was on the payment page${step && `: ${step}`}`,
      isCustomers: true,
    };
  }
  const family = (event ?? "").split(".", 2).join(".");
  const words = Object.hasOwn(FAMILIES, family) ? FAMILIES[family] : undefined;
  return { title: words ?? `Message ${event ?? "without a name"}`, isCustomers: false };
}

function read(body: string, name: string): string {
  try {
    const value: unknown = JSON.parse(body)?.[name];
    return typeof value === "string" ? value : "";
  } catch {
    return "";
  }
}
