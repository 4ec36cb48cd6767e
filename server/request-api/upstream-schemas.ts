/**
 * Request Network's answers to reads, as far as they are read here. Source: its OpenAPI document 0.13.0.
 * Whatever is missing there is missing here: a read that says less proves less.
 */
import { z } from "zod";

const text = z.string().nullish();

/** `GET /v2/request/{requestId}`. The amounts stand in its prose, not in its schema. */
export const RequestStateSchema = z.object({
  hasBeenPaid: z.boolean().nullish(),
  txHash: text,
  requestAmount: text,
  paidAmount: text,
  conversionBreakdown: z
    .object({ paidAmount: text, payments: z.array(z.object({ timestamp: text })).nullish() })
    .nullish(),
});
export type RequestState = z.infer<typeof RequestStateSchema>;

/** A payment in `GET /v2/payments`. Its `amount` is not read: the published examples have it in base units. */
export const PaymentSchema = z.object({
  id: z.string(),
  timestamp: z.string(),
  currency: text,
  destinationNetwork: text,
  sourceTxHash: text,
  destinationTxHash: text,
  request: z.object({ requestId: text, hasBeenPaid: z.boolean().nullish() }).nullish(),
});
export type Payment = z.infer<typeof PaymentSchema>;

export const PaymentsPageSchema = z.object({
  payments: z.array(PaymentSchema),
  pagination: z.object({ hasMore: z.boolean() }),
});
export type PaymentsPage = z.infer<typeof PaymentsPageSchema>;

/** `GET /v2/secure-payments/{token}` while the link is open. */
export const LinkStateSchema = z.object({
  requestIds: z.array(z.string()).nullish(),
  payee: text,
  amount: text,
  paymentCurrency: text,
  network: text,
  isPayeeAddressMasked: z.boolean().nullish(),
  destination: z.object({ walletAddress: text, isMasked: z.boolean().nullish() }).nullish(),
});
export type LinkState = z.infer<typeof LinkStateSchema>;
