import { createHash } from "node:crypto";
import type { Assortment } from "../catalog/price.ts";
import type { Config } from "../config/config.ts";
import { enqueueAlarm } from "../notifications/alarm-mail.ts";
import type { ClockCheck } from "../observability/clock-check.ts";
import { createStatus, type Status } from "../operations/status.ts";
import { countRefutedLinks } from "../store/tables/calibration.ts";
import { type Calibrator, type CalibratorOptions, createCalibrator } from "./calibrator.ts";
import { calibrationWarnings, createAlarm } from "./warnings.ts";

type Passed = "everyMs" | "store" | "requestApi" | "ledger" | "clock";

export interface CompanionsCalibratorOptions extends Pick<CalibratorOptions, Passed> {
  config: Config;
  log: CalibratorOptions["log"] & { error: (details: object, message: string) => void };
  assortment: () => Assortment;
  clockCheck: ClockCheck;
  /** Kicks the outbox. */
  enqueued: () => void;
}

const DAY_MS = 24 * 60 * 60_000;

/** Calibration as the configuration wants it, and what it shows of the companion. */
export function createCompanionsCalibrator({
  config,
  assortment,
  clockCheck,
  enqueued,
  ...options
}: CompanionsCalibratorOptions): { calibrator: Calibrator; status: Status } {
  const { store, ledger, clock, log } = options;
  const { apiKey, clientId } = config.upstream;
  const { calibrate } = config.evidence;
  const hasCredentials = apiKey !== undefined || clientId !== undefined;
  const alarm = createAlarm(log);
  const { wallets } = ledger.context().policy;
  const hasPages = config.allowedOrigins.length > 0;
  const calibrator = createCalibrator({
    ...options,
    isOn: calibrate && hasCredentials,
    settings: hashOf(config),
    hasApiKey: apiKey !== undefined,
    hasClientId: clientId !== undefined,
    currency: config.destination.linkCurrency?.currency,
    async looked(state) {
      const refutedLinks = await store.read((tx) => countRefutedLinks(tx, clock() - DAY_MS));
      const warnings = calibrationWarnings({
        state,
        wallets,
        assortment: assortment(),
        refutedLinks,
        hasPages,
      });
      status.warn(warnings);
      alarm.raise(warnings);
      const sendsMail = ledger.context().channels.includes("email");
      if (sendsMail && (await store.write((tx) => enqueueAlarm(tx, warnings, clock())))) enqueued();
    },
  });
  const off = !calibrate ? "off" : hasCredentials ? undefined : "no_credentials";
  const status: Status = createStatus({ off, calibration: () => calibrator.state, clockCheck });
  if (off && wallets.length === 0 && hasPages)
    log.warn(
      {},
      "no wallet is known, so that payments of links made by pages stay unverified: set REQUEST_PAYEE",
    );
  return { calibrator, status };
}

/** What is learned depends on these settings. */
function hashOf({ upstream, destination }: Config): string {
  const { apiUrl, apiKey, clientId, requestOrigin } = upstream;
  const { payees, requestCurrency, destinationId } = destination;
  const settings = [
    apiUrl,
    apiKey,
    clientId,
    requestOrigin,
    requestCurrency && payees[0],
    requestCurrency,
    destinationId,
  ];
  return createHash("sha256").update(JSON.stringify(settings)).digest("base64url");
}
