/**
 * Request Network's answers to reads, as far as they are read here, in the form of 0.13.0 and of 0.31.0.
 * Sources: its OpenAPI documents 0.13.0 and 0.31.0. Whatever is missing, or of another type, is not known: a read that says
 * less proves less, and never makes the rest of an answer unusable.
 */
import { z } from "zod";

const text = z.string().min(1).optional().catch(undefined);
const flag = z.boolean().optional().catch(undefined);
const part = <S extends z.ZodType>(schema: S) => schema.optional().catch(undefined);
/** What is no list is an empty one, and an item of another shape is left out. */
const list = <S extends z.ZodType>(item: S) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((values): z.infer<S>[] => values.flatMap((value) => parsed(item, value)));

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.infer<S>[] {
  const { success, data } = schema.safeParse(value);
  return success ? [data] : [];
}

/** One payment of a request read. In 0.13.0 it has no schema. */
const RequestPaymentSchema = z.object({
  amount: text,
  timestamp: text,
  sourceNetwork: text,
  sourceTxHash: text,
  destinationTxHash: text,
  destinationNetwork: text,
  excessAmount: text,
  receivedCurrency: text,
  receivedNetwork: text,
  payerAddress: text,
  payerEoaAddress: text,
});

/** `GET /v2/request/{requestId}`. In 0.13.0 it names neither payee nor currencies. */
export const RequestStateSchema = z.object({
  hasBeenPaid: flag,
  payee: text,
  network: text,
  requestAmount: text,
  invoiceCurrency: text,
  paymentCurrency: text,
  txHash: text,
  paidAmount: text,
  payerAddress: text,
  payerEoaAddress: text,
  payments: list(RequestPaymentSchema),
  conversionBreakdown: part(z.object({ paidAmount: text, payments: list(z.object({ timestamp: text })) })),
});
export type RequestState = z.infer<typeof RequestStateSchema>;

/** An item of `GET /v2/request`, the list (0.31.0). Its `paymentCurrency` is a currency id. */
const ListedRequestSchema = z.object({
  requestId: z.string(),
  hasBeenPaid: flag,
  payee: text,
  amount: text,
  invoiceCurrency: text,
  paymentCurrency: text,
  txHash: text,
  createdAt: text,
});
export type ListedRequest = z.infer<typeof ListedRequestSchema>;

export const RequestsPageSchema = z
  .object({ requests: z.array(z.unknown()), pagination: part(z.object({ total: z.number() })) })
  .transform(({ requests, pagination }) => ({
    requests: list(ListedRequestSchema).parse(requests),
    count: requests.length,
    pagination,
  }));
export type RequestsPage = z.infer<typeof RequestsPageSchema>;

/** A payment in `GET /v2/payments`. Its amounts are not read: nobody says whether they are in base units. */
export const PaymentSchema = z.object({
  timestamp: text,
  currency: text,
  paymentCurrency: text,
  receivedCurrency: text,
  receivedNetwork: text,
  destinationNetwork: text,
  sourceTxHash: text,
  destinationTxHash: text,
  request: part(z.object({ requestId: text, hasBeenPaid: flag })),
});
export type Payment = z.infer<typeof PaymentSchema>;

/** `count` is how many rows there were: one of another shape says nothing, and holds up no other. */
export const PaymentsPageSchema = z
  .object({ payments: z.array(z.unknown()), pagination: z.object({ hasMore: z.boolean() }) })
  .transform(({ payments, pagination }) => ({
    payments: list(PaymentSchema).parse(payments),
    count: payments.length,
    pagination,
  }));
export type PaymentsPage = z.infer<typeof PaymentsPageSchema>;

/** `GET /v2/secure-payments/{token}` answered 200. A link that is hidden until approval names nothing. */
export const LinkStateSchema = z.object({
  paymentType: text,
  status: text,
  requestIds: list(z.string()),
  payee: text,
  amount: text,
  amounts: list(z.unknown()),
  paymentCurrency: text,
  network: text,
  flow: text,
  feePlan: part(z.object({ flow: text })),
  isPayeeAddressMasked: flag,
  destination: part(z.object({ walletAddress: text, payeeAddress: text, isMasked: flag })),
});
export type LinkState = z.infer<typeof LinkStateSchema>;

/** The same answered 409 (paid) or 423 (in progress). */
export const LinkRefusalSchema = z.object({
  requestStatuses: list(z.object({ requestId: z.string(), hasBeenPaid: flag, txHash: text })),
});
