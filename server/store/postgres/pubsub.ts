import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { PubSub } from "../sql/store.ts";
import { createClient } from "./connections.ts";

export interface PubSubOptions {
  url: string;
  /** Runs a statement on any connection. */
  ask: (config: pg.QueryConfig) => Promise<unknown>;
  log: { warn: (details: object, message: string) => void };
}

const CHANNEL = "request_checkout";
/** PostgreSQL takes 8000 bytes. */
const IDS_AT_ONCE = 150;
const RECONNECT_MS = 500;
/** A connection can be dead without an error. */
const HEARTBEAT_MS = 5000;
const HEARTBEAT_TIMEOUT_MS = 2000;

/**
 * `LISTEN` on a connection of its own, made when somebody subscribes and again whenever it ends. `NOTIFY` outside of any other
 * transaction, because it lets only one commit at a time; what comes while one is under way goes with the next.
 */
export function createPubSub({ url, ask, log }: PubSubOptions): PubSub & { close(): Promise<void> } {
  const self = randomUUID();
  const waiting = new Set<string>();
  let sending: Promise<void> | undefined;
  let listener: { close(): Promise<void> } | undefined;

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const ids = [...waiting].slice(0, IDS_AT_ONCE);
      for (const id of ids) waiting.delete(id);
      const values = [CHANNEL, [self, ...ids].join(" ")];
      await ask({ text: "SELECT pg_notify($1, $2)", values }).catch((err: unknown) =>
        log.warn(
          { err },
          "a change could not be published to other companions: their fallback poll finds it",
        ),
      );
    }
    sending = undefined;
  }

  return {
    publish(ids) {
      for (const id of ids) waiting.add(id);
      if (waiting.size > 0) sending ??= send();
    },
    subscribe(onIds, onGap) {
      const onMessage = (payload = "") => {
        const [from, ...ids] = payload.split(" ");
        if (from !== self) onIds(ids);
      };
      listener = keepListening({ url, onMessage, onGap, log });
    },
    async close() {
      await sending;
      await listener?.close();
    },
  };
}

interface ListenerOptions {
  url: string;
  onMessage: (payload: string | undefined) => void;
  onGap: () => void;
  log: PubSubOptions["log"];
}

function keepListening({ url, onMessage, onGap, log }: ListenerOptions): { close(): Promise<void> } {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const mine = createClient(url);
    client = mine;
    mine.on("notification", ({ payload }) => onMessage(payload));
    mine.once("end", retry);
    try {
      await mine.connect();
      await mine.query(`LISTEN ${CHANNEL}`);
      onGap();
      beat(mine);
    } catch (err) {
      if (!isClosed)
        log.warn({ err }, "not subscribed to other companions now: their changes are polled for");
      await mine.end().catch(() => {});
      retry();
    }
  }

  function beat(mine: pg.Client): void {
    if (isClosed) return;
    timer = setTimeout(() => {
      mine.query({ text: "SELECT 1", query_timeout: HEARTBEAT_TIMEOUT_MS } as pg.QueryConfig).then(
        () => beat(mine),
        () => void mine.end().catch(() => {}),
      );
    }, HEARTBEAT_MS);
  }

  function retry(): void {
    clearTimeout(timer);
    if (!isClosed) timer = setTimeout(() => void connect(), RECONNECT_MS);
  }

  void connect();
  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await client?.end().catch(() => {});
    },
  };
}
