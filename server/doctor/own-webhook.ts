import { createHmac, randomUUID } from "node:crypto";
import type { Config } from "../config/config.ts";
import { type Finding, fail, pass, warn } from "./finding.ts";
import { type Answer, excerpt, isSilent, type Probe, type Silence } from "./probe.ts";
import { loadTestDeliveries } from "./test-deliveries.ts";

const CHECK = "webhook";
/** Request Network waits so long for an answer, and then counts the attempt as failed. */
const PATIENCE_MS = 5000;

/**
 * Delivers a test webhook to PUBLIC_URL as Request Network would: signed, and marked as a test, which never counts as a
 * payment. One for each secret, read back where the merchant's token allows.
 */
export async function* checkOwnWebhook(config: Config, probe: Probe): AsyncGenerator<Finding> {
  const { webhookSecrets, publicUrl, adminToken } = config;
  for (const [index, secret] of webhookSecrets.entries()) {
    const body = JSON.stringify({
      event: "doctor.test",
      requestId: `doctor-${randomUUID()}`,
      timestamp: new Date().toISOString(),
    });
    const answer = await probe(`${publicUrl.replace(/\/$/, "")}/webhooks/request`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "x-request-network-signature": createHmac("sha256", secret).update(body).digest("hex"),
        "x-request-network-delivery": `doctor-${randomUUID()}`,
        "x-request-network-retry-count": "0",
        "x-request-network-test": "true",
      },
      body,
    });
    const name = webhookSecrets.length > 1 ? `secret ${index + 1} of ${webhookSecrets.length}` : "the secret";
    const finding = judgeDelivery(name, answer);
    yield finding;
    if (finding.verdict === "fail") continue;
    if (adminToken) yield await readBack({ publicUrl, adminToken, body }, probe);
  }
}

/** What the answer to a signed test delivery means. */
export function judgeDelivery(secret: string, answer: Answer | Silence): Finding {
  if (isSilent(answer))
    return fail(
      CHECK,
      `a test delivery got no answer: ${answer.reason}`,
      "See what is between: proxy, firewall, bot filter.",
    );
  const { status, tookMs } = answer;
  if (status === 401)
    return fail(
      CHECK,
      `a test delivery signed with ${secret} was refused (401)`,
      "Restart the companion with this REQUEST_WEBHOOK_SECRET, and let no proxy rewrite bodies.",
    );
  if (status === 503)
    return fail(
      CHECK,
      "the companion could not store a test delivery (503)",
      "See its log, and the check of the store.",
    );
  if (status !== 200)
    return fail(
      CHECK,
      `a test delivery was answered ${status}: ${excerpt(answer)}`,
      "Let the proxy hand POST /webhooks/request on to the companion, for any caller and without a challenge.",
    );
  if (tookMs > PATIENCE_MS / 2)
    return warn(
      CHECK,
      `a test delivery took ${tookMs} ms; Request Network waits ${PATIENCE_MS}`,
      "Look for a slow disk or a slow proxy.",
    );
  return pass(CHECK, `a test delivery signed with ${secret} arrived and verified (${tookMs} ms)`);
}

async function readBack(
  access: { publicUrl: string; adminToken: string; body: string },
  probe: Probe,
): Promise<Finding> {
  const deliveries = await loadTestDeliveries(access, probe);
  if (!Array.isArray(deliveries)) return deliveries;
  return deliveries.some(({ body }) => body === access.body)
    ? pass("deliveries", "the test delivery can be read back")
    : fail(
        "deliveries",
        "the companion took the test delivery, and does not have it",
        "PUBLIC_URL leads to several companions with stores of their own: give them one.",
      );
}
