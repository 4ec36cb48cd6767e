import { otherCurrencies } from "../catalog/link-currency.ts";
import type { Assortment } from "../catalog/price.ts";
import type { Warning } from "../contract/contract.ts";
import type { CalibrationState } from "../store/tables/calibration.ts";

export interface WarningOptions {
  state: CalibrationState | undefined;
  /** The wallets of the configuration, as `toWallet` writes them. */
  wallets: readonly string[];
  assortment: Pick<Assortment, "catalog" | "openAmounts">;
  /** Links that we have created within a day, and that reads contradict. */
  refutedLinks: number;
  /** Pages of these origins may create links themselves. */
  hasPages: boolean;
}

/** Fewer may be single mistakes of Request Network. */
const MANY_REFUTED = 3;
/** The first failure may be an outage. */
const MANY_FAILURES = 3;

/** What calibration shows to be wrong with the settings, here or in the Request Portal. */
export function calibrationWarnings(options: WarningOptions): Warning[] {
  const { state, wallets, assortment, refutedLinks, hasPages } = options;
  const { payee, currency } = state?.learned ?? {};
  const warnings: (Warning | false)[] = [
    payee !== undefined &&
      wallets.length > 0 &&
      !wallets.includes(payee) && {
        code: "payee_changed",
        message: `Payment links lead to ${payee}, which REQUEST_PAYEE does not name: no payment counts. If you have not changed the destination in the Request Portal, somebody else has.`,
      },
    currency !== undefined && currencyWarning(otherCurrencies(assortment, currency), currency),
    refutedLinks >= MANY_REFUTED && {
      code: "links_refuted",
      message: `Request Network contradicts ${refutedLinks} payment links that this companion has created within a day. Compare wallet and currency of the destination in the Request Portal with REQUEST_PAYEE and your prices.`,
    },
    state !== undefined &&
      state.failures >= MANY_FAILURES && {
        code: "calibration_failed",
        message: `Calibration fails: ${state.problems.join("; ") || "no try has ended"}. Until it works, more orders wait for reads. npm run doctor shows more.`,
      },
    hasPages &&
      wallets.length === 0 &&
      state !== undefined &&
      payee === undefined && {
        code: "no_wallet",
        message:
          "No wallet is known that links made by pages could be compared with, so that their payments stay unverified: set REQUEST_PAYEE.",
      },
  ];
  return warnings.filter((warning) => warning !== false);
}

function currencyWarning(others: readonly string[], currency: string): Warning | false {
  return (
    others.length > 0 && {
      code: "currency_not_accepted",
      message: `The destination is paid in ${currency}, and prices are in ${others.join(", ")}: no links are created for those. Bind another destination in the Request Portal, or change the prices.`,
    }
  );
}

/** Logs each warning once, when it appears. */
export function createAlarm(log: { error: (details: object, message: string) => void }): {
  raise(warnings: readonly Warning[]): void;
} {
  let raised = new Set<string>();
  return {
    raise(warnings) {
      for (const { code, message } of warnings) if (!raised.has(code)) log.error({ code }, message);
      raised = new Set(warnings.map(({ code }) => code));
    },
  };
}
