import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import {
  type CalibrationStatus,
  CompanionStatusSchema,
  type Details,
  type Warning,
} from "../contract/contract.ts";
import type { MerchantAccess } from "../http/bearer.ts";
import { toClientNetwork } from "../http/client-network.ts";
import { errorAnswers, MERCHANT_ERRORS, MERCHANT_ONLY } from "../http/route-schemas.ts";
import type { CallerCheck } from "../observability/caller-check.ts";
import { type ClockCheck, clockWarning } from "../observability/clock-check.ts";
import type { DeliveryCheck } from "../observability/delivery-check.ts";
import type { CalibrationState } from "../store/tables/calibration.ts";

/** How the companion itself is. */
export interface Status {
  details(): Details;
  /** The newest warnings of calibration, and the clock's. */
  warnings(): Warning[];
  warn(warnings: readonly Warning[]): void;
  /** The reconciler has started: how long ago it has searched the wallets. */
  watchReconciler(lagMs: () => number | undefined): void;
}

export interface StatusOptions {
  /** Why nothing is tried, where that is so. */
  off: "off" | "no_credentials" | undefined;
  calibration: () => CalibrationState | undefined;
  clockCheck: ClockCheck;
  callerCheck: CallerCheck;
  deliveryCheck: DeliveryCheck;
}

export function createStatus({
  off,
  calibration,
  clockCheck,
  callerCheck,
  deliveryCheck,
}: StatusOptions): Status {
  let warnings: readonly Warning[] = [];
  let reconcilerLagMs: (() => number | undefined) | undefined;
  return {
    details: () => ({
      calibration: toCalibrationStatus(calibration(), off),
      clock: clockCheck.status,
      reconciler: { isOn: reconcilerLagMs !== undefined, lagMs: reconcilerLagMs?.() ?? null },
    }),
    warnings: () =>
      [
        clockWarning(clockCheck.status),
        ...deliveryCheck.warnings(),
        callerCheck.warning(),
        ...warnings,
      ].filter((warning) => warning !== undefined),
    warn(newest) {
      warnings = newest;
    },
    watchReconciler(lagMs) {
      reconcilerLagMs = lagMs;
    },
  };
}

function toCalibrationStatus(
  state: CalibrationState | undefined,
  off: StatusOptions["off"],
): CalibrationStatus {
  const { learned, triedAt, nextAt, learnedAt, problems = [], failures } = state ?? {};
  const isUnderWay = failures !== undefined && failures > 0 && problems.length === 0;
  const result = problems.length > 0 ? "failed" : !learned || isUnderWay ? "pending" : "learned";
  return {
    state: off ?? result,
    triedAt: toDate(triedAt),
    nextTryAt: toDate(nextAt),
    learnedAt: toDate(learnedAt),
    problems,
    payee: learned?.payee ?? null,
    currency: learned?.currency ?? null,
    linkUnit: learned?.linkUnit ?? null,
    tokenReads: learned?.tokenReads ?? "unknown",
    namesPayee: learned?.namesPayee ?? null,
    form: learned?.form ?? null,
  };
}

function toDate(time: number | null | undefined): string | null {
  return time == null ? null : new Date(time).toISOString();
}

interface StatusRouteOptions {
  status: Status;
  merchant: MerchantAccess;
  callerCheck: CallerCheck;
}

/** `GET /v1/status`, behind the merchant's token. */
export const statusRoute: FastifyPluginAsyncZod<StatusRouteOptions> = async (
  app,
  { status, merchant, callerCheck },
) => {
  const schema = {
    summary: "How the companion itself is: calibration, clock, reconciler, and warnings",
    ...MERCHANT_ONLY,
    response: { 200: CompanionStatusSchema, ...errorAnswers(...MERCHANT_ERRORS) },
  };
  app.get("/v1/status", { onRequest: merchant.require, schema }, async ({ ip, ips }) => ({
    ...status.details(),
    warnings: status.warnings(),
    caller: { network: toClientNetwork(ip), isForwarded: (ips?.length ?? 0) > 1 },
    callers: callerCheck.callers,
  }));
};
