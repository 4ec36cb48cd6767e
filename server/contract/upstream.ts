/** What Request Network sends, as far as it is read here. */
import { z } from "zod";
import { DecimalSchema, LinkPartSchema } from "./values.ts";

const UpstreamIdSchema = z.string().min(1).max(128);

/**
 * A webhook of Request Network, as far as this project reads it; everything else in it is kept and ignored.
 * Source: https://docs.request.network/api-features/webhooks-events
 */
export const WebhookEventSchema = z.looseObject({
  /** The family (`payment.confirmed` …) and, behind it, the variant (`.client_id`, `.checkout`). */
  event: z.string().min(1),
  requestId: UpstreamIdSchema.nullish(),
  /** The older spelling; equal to `requestId` where both are there. */
  requestID: UpstreamIdSchema.nullish(),
  timestamp: z.string().nullish(),
  amount: DecimalSchema.nullish(),
  totalAmountPaid: DecimalSchema.nullish(),
  expectedAmount: DecimalSchema.nullish(),
  currency: z.string().nullish(),
  /** A symbol, or a currency id. */
  paymentCurrency: z.unknown().optional(),
  network: z.string().nullish(),
  payee: z.union([z.string(), z.looseObject({})]).nullish(),
  payerAddress: z.unknown().optional(),
  payerEoaAddress: z.unknown().optional(),
  txHash: z.string().nullish(),
  subStatus: z.string().nullish(),
  refundAmount: DecimalSchema.nullish(),
  refundedTo: z.string().nullish(),
  userEvent: z.string().nullish(),
  securePaymentToken: UpstreamIdSchema.nullish(),
  requestIds: z.array(UpstreamIdSchema).nullish(),
  occurredAt: z.string().nullish(),
  /** Whatever the payer's browser sends along. */
  properties: z.unknown().optional(),
  /** How `kyt.screening.completed` names the link. */
  paymentToken: z.unknown().optional(),
  /** Of a screening: `approved` or `rejected`. */
  status: z.unknown().optional(),
  walletAddress: z.unknown().optional(),
  attemptedPayerWalletAddress: z.unknown().optional(),
});
export type WebhookEvent = z.infer<typeof WebhookEventSchema>;

/** Request Network's answer to `POST /v2/secure-payments`. Older answers lack `feePlan`, which is not read here. */
export const CreatedLinkSchema = z.object({
  /** The first is the payment's; fee legs may follow. */
  requestIds: z.array(LinkPartSchema).min(1).max(8),
  token: LinkPartSchema,
  securePaymentUrl: z.string().min(1).max(2048),
});
export type CreatedLink = z.infer<typeof CreatedLinkSchema>;

/** Answer of `POST /webhooks/request`, given only once the event is stored for good. */
export const ReceivedSchema = z.object({ received: z.literal(true) });
