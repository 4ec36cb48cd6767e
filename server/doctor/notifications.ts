import { randomUUID } from "node:crypto";
import { createTransport } from "nodemailer";
import type { NotificationSettings } from "../config/config.ts";
import { credentialsOf, needsTls } from "../notifications/credentials.ts";
import { describeFailure } from "../notifications/failure.ts";
import { createWebhookSender } from "../notifications/webhook.ts";
import { type Finding, fail, pass, skip } from "./finding.ts";

const SMTP_TIMEOUT_MS = 10_000;

/**
 * Does the merchant's own system answer, and does the mail server let us in? The system is sent a signed `doctor.test`,
 * which it may ignore; no mail is sent.
 */
export async function* checkNotifications(
  { notifyUrl, notifySecret, smtpUrl }: NotificationSettings,
  { isAsked, fetch }: { isAsked: boolean; fetch: typeof globalThis.fetch },
): AsyncGenerator<Finding> {
  if (notifyUrl && notifySecret)
    yield isAsked
      ? await tryWebhook(notifyUrl, notifySecret, fetch)
      : skip("NOTIFY_URL", "not asked: --notify sends it a signed doctor.test");
  if (smtpUrl)
    yield isAsked ? await trySmtp(smtpUrl) : skip("SMTP_URL", "not asked: --notify tries to log in");
}

async function tryWebhook(url: string, secret: string, fetch: typeof globalThis.fetch): Promise<Finding> {
  const send = createWebhookSender({ url, secret, clock: Date.now, fetch });
  const payload = JSON.stringify({ type: "doctor.test", timestamp: new Date().toISOString(), data: {} });
  try {
    await send({ id: `doctor_${randomUUID()}`, payload }, new AbortController().signal);
    return pass("NOTIFY_URL", "takes a signed doctor.test");
  } catch (error) {
    return fail(
      "NOTIFY_URL",
      (error as Error).message,
      "It must answer 2xx within ten seconds, also to types that it does not know; compare NOTIFY_SECRET on both sides.",
    );
  }
}

async function trySmtp(smtpUrl: string): Promise<Finding> {
  const timeouts = {
    connectionTimeout: SMTP_TIMEOUT_MS,
    greetingTimeout: SMTP_TIMEOUT_MS,
    socketTimeout: SMTP_TIMEOUT_MS,
  };
  const transport = createTransport({ url: smtpUrl, ...timeouts, requireTLS: needsTls(new URL(smtpUrl)) });
  const { password } = credentialsOf(new URL(smtpUrl));
  try {
    await transport.verify();
    return pass("SMTP_URL", "the mail server lets us in");
  } catch (error) {
    return fail(
      "SMTP_URL",
      describeFailure(error, [smtpUrl, password]).message,
      "Check host, port, user and password. A password is only sent with TLS: use smtps://, or a server that offers STARTTLS.",
    );
  } finally {
    transport.close();
  }
}
