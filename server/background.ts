import type { FastifyBaseLogger } from "fastify";
import { watchCatalog } from "./catalog/catalog-file.ts";
import { startFallbackPoll } from "./ledger/fallback-poll.ts";
import { refoldDue } from "./ledger/refold-due.ts";
import { startDigest } from "./notifications/digest.ts";
import { addGauges } from "./observability/metrics.ts";
import { startRetention } from "./operations/retention.ts";
import type { CompanionOptions } from "./options.ts";
import { startReconciler } from "./request-network/reconciler/reconciler.ts";
import type { Services } from "./services.ts";

/** Starts what a companion does unasked: reading, sending, expiring, cleaning up. Calling the answer ends it all. */
export function startBackground(
  services: Services,
  options: CompanionOptions,
  log: FastifyBaseLogger,
): () => Promise<void> {
  const { store, ledger, longPolls, outbox, metrics, clock, canRead, calibrator, status } = services;
  const { config, expiryCheckMs = 1000, digestMs } = options;
  const reading = {
    ...services,
    wallets: config.destination.payees,
    log,
    ...options.reconciler,
  };
  const reconciler = canRead ? startReconciler(reading) : undefined;
  if (reconciler) status.watchReconciler(() => reconciler.lagMs);
  calibrator.start();
  const stopRetention = startRetention({ store, clock, log, ...config.limits });
  addGauges(metrics, {
    store,
    clock,
    waiting: () => longPolls.waiting,
    reconcilerLagMs: () => reconciler?.lagMs,
  });
  const { catalogFile: path } = config.prices;
  const { linkCurrency: links } = config.destination;
  const stopWatching = path
    ? watchCatalog({ path, links, everyMs: options.catalogMs, changed: services.replaceCatalog, log })
    : () => {};
  const stopNet = startFallbackPoll({ store, longPolls, log, everyMs: options.fallbackPollMs });
  const stopDigest =
    config.notifications.smtpUrl && config.notifications.notifyEmail
      ? startDigest({
          store,
          clock,
          log,
          enqueued: outbox.kick,
          dashboardUrl: dashboardUrl(config),
          everyMs: digestMs,
        })
      : async () => {};
  outbox.start();
  const expiring = setInterval(() => {
    ledger.write(refoldDue).catch((err) => log.error({ err }, "what is over could not be settled"));
  }, expiryCheckMs);

  return async () => {
    clearInterval(expiring);
    stopNet();
    stopRetention();
    stopWatching();
    await stopDigest();
    await calibrator.close();
    await reconciler?.close();
    await outbox.close();
  };
}

/** Where the merchant opens the dashboard. Without a token there is none. */
function dashboardUrl({ adminToken, publicUrl }: CompanionOptions["config"]): string | undefined {
  if (adminToken === undefined) return undefined;
  return new URL("dashboard", publicUrl.endsWith("/") ? publicUrl : `${publicUrl}/`).href;
}
