import { NotificationSchema } from "../contract/contract.ts";
import { AlarmSchema, toAlarmText } from "./alarm-mail.ts";
import type { Send } from "./channel-worker.ts";
import { credentialsOf, needsTls } from "./credentials.ts";
import { DigestSchema } from "./digest.ts";
import { toDigestText } from "./digest-text.ts";
import { type EmailText, toEmailText } from "./email-text.ts";
import { describeFailure } from "./failure.ts";

export interface EmailSenderOptions {
  /** `smtp://` or `smtps://`, with user and password where the server wants them. */
  smtpUrl: string;
  /** The merchant's addresses, comma-separated. */
  to: string;
  /** The sender, with or without a name. Default: the account where it is an address, else the first of `to`. */
  mailFrom?: string | undefined;
  /** For each step of the exchange. Default 10 s. */
  timeoutMs?: number | undefined;
}

/** All steps together; below the time for which a notification is claimed. */
const WHOLE_STEPS = 3;

/**
 * Writes to the merchant. Mail servers want a sender of their own: the account's name where it is an address, else the
 * merchant's. The `Message-ID` is the notification's id, so that a second try is recognised as the same message.
 */
export function createEmailSender({ smtpUrl, to, mailFrom, timeoutMs = 10_000 }: EmailSenderOptions): Send {
  const url = new URL(smtpUrl);
  const { user, password } = credentialsOf(url);
  const base64 = [password, `\0${user}\0${password}`].map((text) => Buffer.from(text).toString("base64"));
  const secrets = [smtpUrl, ...(password ? [url.password, password, ...base64] : [])];
  const address = isAddress(user) ? user : (to.split(",")[0] ?? to);
  const from = mailFrom ?? { name: "Request Checkout", address };
  const sender = mailFrom ?? address;
  const domain = sender.slice(sender.lastIndexOf("@") + 1).replaceAll(/[\s>]/g, "");
  const timeouts = {
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  };
  // Loaded where somebody sends: it takes megabytes.
  const loading = import("nodemailer").then(({ createTransport }) =>
    createTransport({
      url: smtpUrl,
      ...timeouts,
      requireTLS: needsTls(url),
      disableFileAccess: true,
      disableUrlAccess: true,
    }),
  );

  return async ({ id, payload }, signal) => {
    try {
      const { thread, ...text } = toMail(JSON.parse(payload));
      const transport = await loading;
      await transport.sendMail({
        from,
        to,
        ...text,
        messageId: `<${id}@${domain}>`,
        references: `<${thread}@${domain}>`,
        headers: { "Auto-Submitted": "auto-generated" },
        signal: AbortSignal.any([signal, AbortSignal.timeout(WHOLE_STEPS * timeoutMs)]),
      });
    } catch (error) {
      throw describeFailure(error, secrets);
    }
  };
}

/** What a payload says to a person, and the thread that mail clients show it in. */
function toMail(payload: unknown): EmailText & { thread: string } {
  const digest = DigestSchema.safeParse(payload);
  if (digest.success) return { thread: "digest", ...toDigestText(digest.data) };
  const alarm = AlarmSchema.safeParse(payload);
  if (alarm.success) return { thread: "alarm", ...toAlarmText(alarm.data) };
  const notification = NotificationSchema.parse(payload);
  return { thread: notification.data.checkout.id, ...toEmailText(notification) };
}

function isAddress(text: string): boolean {
  return /^[^\s@<>"]+@[^\s@<>"]+$/.test(text);
}
