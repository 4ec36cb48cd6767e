import type { TestContext } from "node:test";
import type { Notification } from "../../server/contract/contract.ts";
import { createOutbox, type Outbox, type Senders } from "../../server/notifications/outbox.ts";
import { openStore } from "../../server/store/open-store.ts";
import type { Store } from "../../server/store/sql/store.ts";
import type { Channel, NotificationRow } from "../../server/store/tables/notifications.ts";
import { newDatabase } from "./database.ts";
import { NOW } from "./events.ts";

export const NOTIFY_SECRET = `whsec_${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;

/** A payment of a sticker; a test changes what it is about. */
export function notification(
  checkout: Partial<Notification["data"]["checkout"]> = {},
  data: Partial<Omit<Notification["data"], "checkout">> = {},
): Notification {
  const whole = {
    id: crypto.randomUUID() as string,
    status: "paid" as const,
    amount: "10",
    currency: "USDC-base",
    amountPaid: "10",
    securePaymentUrl: null,
    expiresAt: "2026-03-08T12:00:00.000Z",
    updatedAt: "2026-03-01T12:00:00.000Z",
    ...checkout,
  };
  return {
    type: `checkout.${whole.status}`,
    timestamp: "2026-03-01T12:05:00.000Z",
    data: {
      checkout: whole,
      previousStatus: "pending",
      reference: null,
      referenceSource: null,
      product: "sticker",
      quantity: 1,
      priceSource: "catalog",
      requestIds: ["01ab"],
      txHashes: ["0xaa01"],
      ...data,
    },
  };
}

/** An outbox that is looked at only when a test says so, on a real database, at a time of the test's own. */
export interface TestOutbox {
  outbox: Outbox;
  store: Store;
  time: { now: number };
  log: { warnings: object[]; debugs: object[] };
  /** Puts something into the outbox, and tells its id. */
  add(checkoutId: string, options?: { channel?: Channel; payload?: string }): Promise<string>;
  /** Sends what is due, and what that makes due. */
  run(): Promise<void>;
  rows(): Promise<NotificationRow[]>;
}

export async function startOutbox(
  t: TestContext,
  senders: (clock: () => number) => Senders,
  breakStore = (store: Store): Store => store,
): Promise<TestOutbox> {
  const store = await openStore({ url: await newDatabase(t) });
  const time = { now: NOW };
  const clock = () => time.now;
  const log = { warnings: [] as object[], debugs: [] as object[] };
  const outbox = createOutbox({
    store: breakStore(store),
    senders: senders(clock),
    clock,
    random: () => 1,
    closeGraceMs: 50,
    log: {
      warn: (details, message) => log.warnings.push({ ...details, message }),
      debug: (details, message) => log.debugs.push({ ...details, message }),
    },
  });
  t.after(async () => {
    await outbox.close();
    await store.close();
  });
  let count = 0;
  return {
    outbox,
    store,
    time,
    log,
    async add(checkoutId, { channel = "webhook", payload = JSON.stringify(notification()) } = {}) {
      count += 1;
      const id = `msg_${count}`;
      await store.write((tx) =>
        tx.query(
          `INSERT INTO notifications (id, checkout_id, channel, created_at, payload, state, attempts, next_try_at)
            VALUES ($1, $2, $3, $4, $5, 'pending', 0, $4)`,
          id,
          checkoutId,
          channel,
          time.now,
          payload,
        ),
      );
      return id;
    },
    async run() {
      outbox.kick();
      await outbox.settled();
    },
    rows: () => store.read((tx) => tx.query<NotificationRow>("SELECT * FROM notifications ORDER BY seq")),
  };
}
