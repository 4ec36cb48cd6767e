import type { Config } from "../config/config.ts";
import type { RateLimiter } from "../request-network/api/rate-limiter.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";
import { type Answer, excerpt, isSilent, type Probe, type Silence, toObject } from "./probe.ts";
import { loadTestDeliveries, type TestDelivery } from "./test-deliveries.ts";

const CHECK = "Request webhook";
/** All four attempts take 21 s; the first comes at once, and more are a fault already. */
const ARRIVES_WITHIN_MS = 8000;
const LOOK_EVERY_MS = 250;

export interface NetworkWebhookCheck {
  config: Config;
  probe: Probe;
  limiter: RateLimiter;
  wait: (ms: number) => Promise<void>;
}

/** Webhooks belong to the Auth API, which has a host of its own at Request Network. */
export function toAuthUrl(apiUrl: string): string {
  return apiUrl.replace("//api.request.network", "//auth.request.network");
}

/**
 * Asks Request Network itself for a test webhook, and waits until the companion has it: only this proves that the secret
 * is the one that Request Network signs with. It goes to every webhook of the Client ID.
 */
export async function checkNetworkWebhook({
  config,
  probe,
  limiter,
  wait,
}: NetworkWebhookCheck): Promise<Finding> {
  const { adminToken, publicUrl } = config;
  const { clientId, apiUrl, requestOrigin } = config.upstream;
  if (!clientId) return skip(CHECK, "a test is asked for with a Client ID, and there is none");
  const access = { publicUrl, adminToken: adminToken ?? "" };
  const load = async () => (adminToken ? newest(await loadTestDeliveries(access, probe)) : undefined);
  const before = await load();
  await limiter.payer();
  const answer = await probe(new URL("/v1/webhook/test", toAuthUrl(apiUrl)).href, {
    method: "POST",
    headers: {
      "x-client-id": clientId,
      "content-type": "application/json",
      ...(requestOrigin && { origin: requestOrigin }),
    },
    body: JSON.stringify({ eventType: "payment.confirmed" }),
  });
  const refusal = judgeTestCall(answer);
  if (refusal) return refusal;
  if (before === undefined)
    return warn(
      CHECK,
      "a test was sent; whether it arrived can't be read",
      "Set ADMIN_TOKEN, to what the companion has, to have it looked up.",
    );
  for (let waitedMs = 0; waitedMs < ARRIVES_WITHIN_MS; waitedMs += LOOK_EVERY_MS) {
    if (((await load()) ?? 0) > before) return pass(CHECK, "Request Network's own test arrived and verified");
    await wait(LOOK_EVERY_MS);
  }
  return fail(
    CHECK,
    "Request Network has sent a test, and the companion has not got it",
    `Compare the webhook's URL in the Request Portal with ${publicUrl}/webhooks/request, and see the companion's log for invalid_signature.`,
  );
}

/** Why there will be no test, or that none was taken; undefined where one is on its way. */
export function judgeTestCall(answer: Answer | Silence): Finding | undefined {
  if (isSilent(answer)) return skip(CHECK, `a test can't be asked for: ${answer.reason}`);
  const { status } = answer;
  if (status === 401 || status === 403)
    return skip(CHECK, `Request Network lets this Client ID ask for no test (${status})`);
  const { sent, failed } = toObject(answer);
  // Without an active webhook the documented answer is 404. One that counts no deliveries means the same.
  if (status === 404 || (sent === 0 && failed === 0))
    return fail(
      CHECK,
      "no webhook is registered for the Client ID",
      "Register PUBLIC_URL/webhooks/request in the Request Portal, and set REQUEST_WEBHOOK_SECRET to the secret it shows.",
    );
  if (status >= 300) return skip(CHECK, `no test could be asked for (${status}): ${excerpt(answer)}`);
  if (typeof failed === "number" && failed > 0)
    return fail(
      CHECK,
      `Request Network's own test was not taken (${failed} of ${failed + Number(sent)} failed)`,
      "Set REQUEST_WEBHOOK_SECRET to the secret that was shown when this webhook was registered, or register it anew; remove webhooks that lead nowhere.",
    );
  return undefined;
}

/** The number of the newest; undefined where they can't be read. */
function newest(deliveries: TestDelivery[] | Finding): number | undefined {
  return Array.isArray(deliveries) ? Math.max(0, ...deliveries.map(({ seq }) => seq)) : undefined;
}
