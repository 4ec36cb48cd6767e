import { z } from "zod";
import { CurrencyIdSchema, DecimalSchema } from "./values.ts";

/** The names that {@link StatusSchema} allows, in the order in which a checkout usually meets them. */
export const STATUSES = [
  "pending",
  "processing",
  "partially_paid",
  "paid",
  "review",
  "failed",
  "expired",
  "refunded",
] as const;

/** Where a checkout stands. `paid` and `refunded` can be acted on; `review` waits for the merchant. */
export const StatusSchema = z.enum(STATUSES);
export type CheckoutStatus = z.infer<typeof StatusSchema>;

/** Why a checkout is in `review`, or what else a merchant should know of a paid one. */
export const REASONS = [
  "wrong_payee",
  "wrong_currency",
  "wrong_network",
  "below_price",
  "amount_unknown",
  "paid_before_registration",
  "owner_unproven",
  "second_payment",
  "offramp_bounced",
] as const;
export const ReasonSchema = z.enum(REASONS);
export type Reason = z.infer<typeof ReasonSchema>;

/** A checkout as anyone sees it who holds its id. Amounts are decimal strings, dates ISO 8601 in UTC. */
export const CheckoutSchema = z.object({
  id: z.uuid(),
  status: StatusSchema,
  /** The whole price. */
  amount: DecimalSchema,
  currency: CurrencyIdSchema,
  /** The largest total that Request Network has stated as received. */
  amountPaid: DecimalSchema,
  /** Where to pay. Null once it can't be paid any more, or while the link is not proven to be the merchant's. */
  securePaymentUrl: z.url().nullable(),
  expiresAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  /** What went back to the payer, where anything did. */
  amountRefunded: DecimalSchema.optional(),
  /** What came above the price, where anything did. */
  excess: DecimalSchema.optional(),
  /** True where the money came after the link had expired. */
  late: z.literal(true).optional(),
  reason: ReasonSchema.optional(),
});
export type Checkout = z.infer<typeof CheckoutSchema>;
