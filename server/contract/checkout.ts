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

/**
 * Why a checkout is in `review`, or what else is known of it: of a paid one (`second_payment`, `offramp_bounced`), of one whose
 * money nothing verifies (`owner_unproven`), of the last wallet that tried (`wallet_rejected`: a screening or the link's list of
 * payers has refused it; another wallet may pay).
 */
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
  "wallet_rejected",
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
  /** The largest total that is known to have arrived in the price's token. `0` while its token or owner is unverified. */
  amountPaid: DecimalSchema,
  /** Where to pay. Null once it can't be paid any more, or while the link's terms are not verified. */
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
  /** In an answer to `GET /v1/checkouts/{id}`: changes with everything else here. To be sent as `after`. */
  version: z.string().optional(),
});
export type Checkout = z.infer<typeof CheckoutSchema>;
