import { z } from "zod";

/** ISO 8601 in UTC, with the Z. */
const UtcSchema = z.iso
  .datetime({ message: "must be an ISO 8601 date in UTC, ending with 'Z'" })
  .transform((text) => Date.parse(text));

export const countSchema = (least: number, most: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, "must be a whole number")
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(byDefault);

export const WalletSchema = z
  .string()
  .regex(/^(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})$/, "must be a wallet address");

const FILTERS = {
  txHash: z.string().regex(/^0x[0-9a-fA-F]{64}$/, "must be 0x and 64 hex digits"),
  walletAddress: WalletSchema,
  paymentReference: z.string().min(1),
  requestId: z.string().min(1),
  reference: z.string().min(1),
  type: z.enum(["direct", "conversion", "crosschain", "recurring"]),
  invoiceCurrency: z.string().min(1),
  paymentCurrency: z.string().min(1),
  fromDate: UtcSchema,
  toDate: UtcSchema,
};

/** Query of `GET /v2/payments`. At least one filter; several are joined by AND. */
export const PaymentsQuerySchema = z
  .object(FILTERS)
  .partial()
  .extend({ limit: countSchema(1, 100, 20), offset: countSchema(0, 1_000_000, 0) })
  .refine((query) => Object.keys(FILTERS).some((name) => Object.hasOwn(query, name)), {
    path: ["query"],
    message: "at least one search parameter must be provided",
  })
  .refine(({ fromDate, toDate }) => fromDate === undefined || toDate === undefined || fromDate <= toDate, {
    path: ["toDate"],
    message: "toDate must be after or equal to fromDate",
  });
export type PaymentsQuery = z.infer<typeof PaymentsQuerySchema>;
