import { createRateLimiter, type RateLimiter, sleep } from "../request-network/api/rate-limiter.ts";
import { checkApi, checkCredentials } from "./api.ts";
import { checkCompanion } from "./companion-answers.ts";
import { checkDatabase } from "./database.ts";
import { checkDestination } from "./destination.ts";
import { type Finding, skip } from "./finding.ts";
import { checkNetworkWebhook } from "./network-webhook.ts";
import { checkNotifications } from "./notifications.ts";
import { checkOwnWebhook } from "./own-webhook.ts";
import { checkPage } from "./page.ts";
import { createProbe } from "./probe.ts";
import { checkProxy } from "./proxy.ts";
import { readEnvironment } from "./read-environment.ts";

export interface DiagnoseOptions {
  environment: Record<string, string | undefined>;
  /** Pages that the element shall work on. */
  pages?: readonly string[];
  /** Try the merchant's own endpoint and mail server, too. */
  notify?: boolean;
  /** Default true: make a payment link that is never shared. */
  link?: boolean;
  fetch?: typeof globalThis.fetch;
  limiter?: RateLimiter;
  now?: () => number;
  wait?: (ms: number) => Promise<void>;
}

/** Checks a configuration against the live services, one thing after the other; each finding comes as it is found. */
export async function* diagnose(options: DiagnoseOptions): AsyncGenerator<Finding> {
  const { environment, fetch = globalThis.fetch, now = Date.now, wait = sleep, notify = false } = options;
  const { limiter = createRateLimiter(), pages = [], link = true } = options;
  const { config, findings } = readEnvironment(environment);
  yield* findings;
  if (!config) return;
  const probe = createProbe(fetch);
  yield checkProxy({ ...config.listen, publicUrl: config.publicUrl });
  yield* checkDatabase(config.databaseUrl);
  const asking = { config, probe, limiter, now };
  yield* checkApi(asking);
  yield* checkCredentials(asking);
  if (link) yield* checkDestination({ config, fetch, limiter });
  else yield skip("destination", "not asked: only a link that is made can tell");
  if (yield* checkCompanion(config.publicUrl, probe)) {
    yield* checkOwnWebhook(config, probe);
    yield await checkNetworkWebhook({ config, probe, limiter, wait });
  } else yield skip("webhook", "the companion is not there");
  yield* checkNotifications(config.notifications, { isAsked: notify, fetch });
  for (const page of pages) yield* checkPage(page, config, probe);
}
