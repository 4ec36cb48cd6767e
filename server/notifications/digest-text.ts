import type { Digest } from "./digest.ts";
import type { EmailText } from "./email-text.ts";

/** Says how many orders are unverified, and where to look. It holds no text of payers. */
export function toDigestText({ newOrders, orders, timestamp, url }: Digest): EmailText {
  const subject = `Unverified: ${newOrders === 1 ? "1 order" : `${newOrders} orders`}`;
  const where = url ?? "Set ADMIN_TOKEN to see them in the dashboard, at /dashboard on your server.";
  return {
    subject,
    text: `${subject}

A payment was reported for each of these orders, but nothing verifies that it was made to you. They are in no total, and your systems get no notification of them. Your server keeps reading: an order that is verified later becomes Paid without your help.

Look into your own wallet. Then resolve each order as paid or closed. Deliver only what you see in your wallet.

New: ${newOrders}
Unverified in all: ${orders}

${where}

You get this message at most once a day, and only when there are new ones. ${timestamp.slice(0, 16).replace("T", " ")} UTC
`,
  };
}
