import { z } from "zod";
import { DECIMAL, toAmount, ZERO } from "../model/amounts.ts";
import { CHAIN_IDS } from "../model/currencies.ts";

const AmountSchema = z
  .string()
  .regex(DECIMAL, "amount must be a decimal string")
  .refine((amount) => !DECIMAL.test(amount) || toAmount(amount).gt(ZERO), "amount must be greater than 0");

const WALLET = /^(?:0x[0-9a-fA-F]{40}|T[1-9A-HJ-NP-Za-km-z]{33})$/;
const walletSchema = (name: string) => z.string().regex(WALLET, `${name} must be a wallet address`);
const ShortTextSchema = z.string().min(1).max(255);

/** One item in any of its three forms. Fields that are not named here are ignored, as the real service ignores them. */
const ItemSchema = z
  .object({
    amount: AmountSchema,
    destinationId: z.string().min(1).optional(),
    payee: walletSchema("payee").optional(),
    invoiceCurrency: z.string().min(1).optional(),
    paymentCurrency: z.string().min(1).optional(),
  })
  .refine(({ payee, invoiceCurrency }) => payee === undefined || invoiceCurrency !== undefined, {
    path: ["invoiceCurrency"],
    message: "invoiceCurrency is required with payee",
  });
export type Item = z.infer<typeof ItemSchema>;

/** Source: https://docs.request.network/use-cases/programmatic-payment-links */
const RedirectUrlSchema = z
  .string()
  .refine(isSafeUrl, "redirectUrl must be a safe http(s) URL with no script/HTML payload");

/** What links and payouts have in common. */
const OPTIONS = {
  /** Both fees are deprecated: taken, and ignored. */
  feePercentage: z.string().optional(),
  feeAddress: z.string().optional(),
  reference: ShortTextSchema.optional(),
  payerIdentifier: ShortTextSchema.optional(),
  redirectUrl: RedirectUrlSchema.optional(),
  redirectLabel: ShortTextSchema.regex(
    /^[^<>&"'`]*$/,
    "redirectLabel must hold no HTML characters",
  ).optional(),
  accessPolicy: z
    .object({
      mode: z.enum(["inherit", "off", "kyt_all_wallets"]).optional(),
      screeningProvider: z.enum(["hypernative", "merklescience"]).nullable().optional(),
      hideUntilApproved: z.boolean().optional(),
      hidePayeeAddress: z.boolean().optional(),
      allowedPayerAddresses: z.array(walletSchema("a payer")).optional(),
    })
    .optional(),
};
const OptionsSchema = z.object(OPTIONS);
export type LinkOptions = z.infer<typeof OptionsSchema>;

const LABEL_NEEDS_URL = {
  path: ["redirectLabel"],
  message: "redirectLabel cannot be provided without redirectUrl",
};

/** Body of `POST /v2/secure-payments`. */
export const CreateLinkSchema = z
  .object({ requests: z.array(ItemSchema).min(1).max(200), ...OPTIONS })
  .refine(isLabelled, LABEL_NEEDS_URL);
export type CreateLink = z.infer<typeof CreateLinkSchema>;

/** Body of `POST /v2/secure-payments/payouts`. */
export const CreatePayoutSchema = z
  .object({
    recipient: walletSchema("recipient"),
    creatorWalletAddress: walletSchema("creatorWalletAddress"),
    network: z.enum(Object.keys(CHAIN_IDS)),
    currency: z.string().min(1),
    amount: AmountSchema,
    recipientIdentifier: ShortTextSchema.optional(),
    ...OPTIONS,
  })
  .refine(isLabelled, LABEL_NEEDS_URL);
export type CreatePayout = z.infer<typeof CreatePayoutSchema>;

/** Body of `POST /v2/secure-payments/fees/preview`. */
export const FeePreviewSchema = z.object({
  amount: AmountSchema,
  currency: z.string().min(1),
  flow: z.enum(["get_paid", "pay"]),
  defaultFeeBearer: z.enum(["payer", "payee"]).optional(),
});
export type FeePreview = z.infer<typeof FeePreviewSchema>;

function isLabelled({ redirectUrl, redirectLabel }: LinkOptions): boolean {
  return redirectLabel === undefined || redirectUrl !== undefined;
}

function isSafeUrl(text: string): boolean {
  if (/[<>"'`\s]/.test(text) || !URL.canParse(text)) return false;
  const { protocol } = new URL(text);
  return protocol === "http:" || protocol === "https:";
}
