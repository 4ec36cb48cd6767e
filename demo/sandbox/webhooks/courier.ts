import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "../model/clients.ts";
import { type Delivery, headersOf, toDeliveries } from "./delivery.ts";
import type { EventBody } from "./events.ts";
import { createNetwork, type Network } from "./network.ts";

/** One try to hand a delivery over. Without `status` and `error` it is still under way. */
export interface Attempt {
  deliveryId: string;
  event: string;
  url: string;
  /** 0 for the first, as in the header `x-request-network-retry-count`. */
  retryCount: number;
  /** How the receiver answered; null while it has not. */
  status: number | null;
  /** Why there was no answer. */
  error: string | null;
  startedAt: string;
  body: string;
}

export interface CourierOptions {
  fetch: typeof globalThis.fetch;
  now: () => number;
  /** How long to wait before the second attempt, the third, and so on; after the last the delivery is dropped. */
  retryDelaysMs: readonly number[];
  /** How long a receiver may take to answer. */
  timeoutMs: number;
  /** Called when an attempt has ended. */
  onAttempt: (attempt: Attempt) => void;
}

export interface Courier {
  /** Sends events to the active webhooks of one Client ID. Resolves to whether each was taken at the first attempt. */
  send(client: Client, events: readonly EventBody[], options?: { isTest?: boolean }): Promise<boolean[]>;
  /** Every attempt, newest last. */
  attempts: readonly Attempt[];
  network: Network;
  /** Ends everything that is under way or waiting. */
  close(): void;
}

const REMEMBERED_ATTEMPTS = 5000;

export function createCourier({ fetch, now, retryDelaysMs, timeoutMs, onAttempt }: CourierOptions): Courier {
  const attempts: Attempt[] = [];
  const closing = new AbortController();
  const network = createNetwork();

  async function attempt(delivery: Delivery, retryCount: number): Promise<boolean> {
    const record = startRecord(delivery, retryCount, now());
    attempts.push(record);
    if (attempts.length > REMEMBERED_ATTEMPTS) attempts.shift();
    try {
      await pause(network.settings.delayMs);
      network.passOrThrow();
      record.status = await post(delivery, retryCount);
    } catch (error) {
      if (closing.signal.aborted) return true;
      record.error = toReason(error);
    }
    onAttempt(record);
    return record.status !== null && record.status >= 200 && record.status < 300;
  }

  async function post(delivery: Delivery, retryCount: number): Promise<number> {
    const response = await fetch(delivery.url, {
      method: "POST",
      headers: headersOf(delivery, retryCount),
      body: delivery.body,
      redirect: "manual",
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(timeoutMs)]),
    });
    await response.body?.cancel();
    return response.status;
  }

  async function retry(delivery: Delivery): Promise<void> {
    for (const [index, delayMs] of retryDelaysMs.entries()) {
      await pause(delayMs);
      if (await attempt(delivery, index + 1)) return;
    }
  }

  async function deliver(delivery: Delivery): Promise<boolean> {
    const isTaken = await attempt(delivery, 0);
    // A retry that is cut short by close() has nobody left to tell.
    if (!isTaken) retry(delivery).catch(() => {});
    return isTaken;
  }

  /** No timer for no delay: a request goes out within the turn that caused it. */
  async function pause(delayMs: number): Promise<void> {
    if (delayMs > 0) await delay(delayMs, undefined, { signal: closing.signal });
    else closing.signal.throwIfAborted();
  }

  return {
    attempts,
    network,
    send(client, events, { isTest = false } = {}) {
      const deliveries = network
        .arrange(events)
        .flatMap((event) => toDeliveries(client, event, isTest, now()));
      return Promise.all(deliveries.flatMap((delivery) => network.copies(delivery)).map(deliver));
    },
    close: () => closing.abort(),
  };
}

function startRecord({ id, event, url, body }: Delivery, retryCount: number, nowMs: number): Attempt {
  const startedAt = new Date(nowMs).toISOString();
  return { deliveryId: id, event, url, retryCount, status: null, error: null, startedAt, body };
}

/** `fetch` hides the reason of a failed connection in the error's cause. */
function toReason(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause as { code?: string; message?: string } | undefined;
  return cause?.code ?? cause?.message ?? error.message;
}
