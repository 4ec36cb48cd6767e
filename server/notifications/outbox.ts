import type { Store } from "../store/sql/store.ts";
import type { Channel } from "../store/tables/notifications.ts";
import { type ChannelWorkerOptions, createChannelWorker, type Send } from "./channel-worker.ts";
import { createEmailSender } from "./email.ts";
import { createWebhookSender } from "./webhook.ts";

/** How each configured channel sends. */
export type Senders = Partial<Record<Channel, Send>>;

export interface OutboxOptions {
  store: Store;
  senders: Senders;
  /** Milliseconds since 1970. */
  clock: () => number;
  log: ChannelWorkerOptions["log"];
  /** How often it is looked for what is due, beside the kicks. Default 1 s. */
  pollMs?: number | undefined;
  /** From 0 to 1, for the jitter. */
  random?: (() => number) | undefined;
  /** How long closing waits for what is under way. Default 3 s, which is below the companion's own time to close. */
  closeGraceMs?: number | undefined;
}

/** Brings to the merchant what is in `notifications`: at least once, in order per checkout and channel. */
export interface Outbox {
  start(): void;
  /** Something may have been added: looks at once. */
  kick(): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
  /** Lets what is under way end within the grace; what is cut off is sent again after the next start. */
  close(): Promise<void>;
}

/** How many checkouts are sent for at the same time. Mail servers allow few connections. */
const AT_ONCE: Record<Channel, number> = { webhook: 8, email: 2 };

export function createOutbox(options: OutboxOptions): Outbox {
  const { senders, pollMs = 1000, random = Math.random, closeGraceMs = 3000, ...rest } = options;
  const lanes = (Object.keys(AT_ONCE) as Channel[]).map((channel) =>
    createChannelWorker({
      ...rest,
      channel,
      random,
      send: senders[channel] ?? refuse,
      atOnce: AT_ONCE[channel],
    }),
  );
  let poll: NodeJS.Timeout | undefined;
  const kick = () => {
    for (const lane of lanes) lane.kick();
  };
  return {
    start() {
      poll ??= setInterval(kick, pollMs);
      kick();
    },
    kick,
    async settled() {
      await Promise.all(lanes.map((lane) => lane.settled()));
    },
    async close() {
      clearInterval(poll);
      await Promise.all(lanes.map((lane) => lane.close(closeGraceMs)));
    },
  };
}

/** What was written for a channel that has been taken out of the configuration waits for it like for one that fails. */
async function refuse(): Promise<void> {
  throw new Error("this channel is not configured any more");
}

export interface ChannelSettings {
  notifyUrl: string | undefined;
  notifySecret: string | undefined;
  smtpUrl: string | undefined;
  notifyEmail: readonly string[] | undefined;
  mailFrom?: string | undefined;
  clock: () => number;
  fetch?: typeof fetch | undefined;
}

/** A sender for each channel that is configured. @throws {Error} where a secret or an address cannot be used */
export function createSenders(settings: ChannelSettings): Senders {
  const { notifyUrl, notifySecret, smtpUrl, notifyEmail, mailFrom, clock, fetch } = settings;
  return {
    ...(notifyUrl &&
      notifySecret && {
        webhook: createWebhookSender({ url: notifyUrl, secret: notifySecret, clock, fetch }),
      }),
    ...(smtpUrl &&
      notifyEmail && { email: createEmailSender({ smtpUrl, to: notifyEmail.join(", "), mailFrom }) }),
  };
}
