/** How the companion itself is, in `GET /v1/status`. */
import { z } from "zod";

const DateSchema = z.iso.datetime().nullable();

/** What a merchant should look at. */
export const WARNINGS = [
  /** This machine's clock differs from Request Network's by minutes. */
  "clock_skew",
  /** To the limits, all payers are one: they come from one address. */
  "one_caller",
  /** Reads have found payments of which no webhook has arrived. */
  "webhooks_missing",
  /** Webhooks are refused for their signature, and none was accepted since the start. */
  "signatures_refused",
  /** Calibration has found that links lead to a wallet that `REQUEST_PAYEE` does not name. */
  "payee_changed",
  /** Prices are in another currency than the destination's: such links are not created. */
  "currency_not_accepted",
  /** Reads contradict several links that the companion itself has created within a day. */
  "links_refuted",
  /** Calibration fails again and again. */
  "calibration_failed",
  /** No wallet is known that page-made links could be compared with. */
  "no_wallet",
] as const;
export type WarningCode = (typeof WARNINGS)[number];

export const WarningSchema = z.object({ code: z.enum(WARNINGS), message: z.string() });
export type Warning = z.infer<typeof WarningSchema>;

/** What was learned by trying; null is not known. */
export const CalibrationStatusSchema = z.object({
  state: z.enum(["off", "no_credentials", "pending", "learned", "failed"]),
  triedAt: DateSchema,
  nextTryAt: DateSchema,
  learnedAt: DateSchema,
  /** Why the last try has not taught everything. */
  problems: z.array(z.string()),
  /** Wallet of the destination. */
  payee: z.string().nullable(),
  /** Currency id of the destination. */
  currency: z.string().nullable(),
  /** Unit of amounts in reads by token. */
  linkUnit: z.enum(["human", "base"]).nullable(),
  /** Whether links can be read by their token. */
  tokenReads: z.enum(["open", "closed", "unknown"]),
  /** Whether any read names the wallet that is paid. */
  namesPayee: z.boolean().nullable(),
  /** The form of the API that reads answer in. */
  form: z.enum(["0.13", "0.31"]).nullable(),
});
export type CalibrationStatus = z.infer<typeof CalibrationStatusSchema>;

export const ClockStatusSchema = z.object({
  /** How far this machine's clock is ahead of Request Network's; negative where it is behind; null where nothing tells. */
  skewMs: z.int().nullable(),
  /** What it was compared with: the `Date` of answers, or the signed times of deliveries. */
  source: z.enum(["api", "deliveries"]).nullable(),
});
export type ClockStatus = z.infer<typeof ClockStatusSchema>;

/** What `GET /readyz` adds for the merchant. */
export const DetailsSchema = z.object({
  calibration: CalibrationStatusSchema,
  clock: ClockStatusSchema,
  reconciler: z.object({
    isOn: z.boolean(),
    /** Time since the wallets were last searched; null where another companion does that, or there are none. */
    lagMs: z.number().nullable(),
  }),
});
export type Details = z.infer<typeof DetailsSchema>;

/** Answer of `GET /readyz`: the details for the merchant alone. */
export const ReadinessSchema = z.object({ status: z.literal("ok"), details: DetailsSchema.optional() });

/** Answer of `GET /v1/status`. */
export const CompanionStatusSchema = DetailsSchema.extend({
  warnings: z.array(WarningSchema),
  /** How the companion sees whoever has asked. */
  caller: z.object({
    /** The address; of IPv6 its /64. */
    network: z.string(),
    /** A proxy of `TRUST_PROXY` has named it. */
    isForwarded: z.boolean(),
  }),
  /** Of the newest checkouts, 20 at most: how many, and from how many networks. */
  callers: z.object({ checkouts: z.int(), networks: z.int() }),
});
export type CompanionStatus = z.infer<typeof CompanionStatusSchema>;
