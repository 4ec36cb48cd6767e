import { randomUUID } from "node:crypto";
import type pg from "pg";
import type { Wire } from "../sql/store.ts";
import { createClient } from "./connections.ts";

export interface WireOptions {
  url: string;
  /** Runs a statement on any connection. */
  ask: (config: pg.QueryConfig) => Promise<unknown>;
  log: { warn: (details: object, message: string) => void };
}

const CHANNEL = "request_checkout";
/** PostgreSQL takes 8000 bytes; a word is an id. */
const WORDS_AT_ONCE = 150;
const RECONNECT_MS = 500;
/** A connection can be dead without a word. */
const HEARTBEAT_MS = 5000;
const HEARTBEAT_TIMEOUT_MS = 2000;

/**
 * `LISTEN` on a connection of its own, made when somebody listens and again whenever it ends. `NOTIFY` outside of any other
 * transaction, because it lets only one commit at a time; what comes while one is under way goes with the next.
 */
export function createWire({ url, ask, log }: WireOptions): Wire & { close(): Promise<void> } {
  const self = randomUUID();
  const waiting = new Set<string>();
  let sending: Promise<void> | undefined;
  let ear: { close(): Promise<void> } | undefined;

  async function send(): Promise<void> {
    while (waiting.size > 0) {
      const words = [...waiting].slice(0, WORDS_AT_ONCE);
      for (const word of words) waiting.delete(word);
      const values = [CHANNEL, [self, ...words].join(" ")];
      await ask({ text: "SELECT pg_notify($1, $2)", values }).catch((err: unknown) =>
        log.warn({ err }, "other companions could not be told of a change: they will find it"),
      );
    }
    sending = undefined;
  }

  return {
    send(words) {
      for (const word of words) waiting.add(word);
      if (waiting.size > 0) sending ??= send();
    },
    listen(hear, missed) {
      const hearOthers = (payload = "") => {
        const [from, ...words] = payload.split(" ");
        if (from !== self) hear(words);
      };
      ear = keepListening({ url, hear: hearOthers, missed, log });
    },
    async close() {
      await sending;
      await ear?.close();
    },
  };
}

interface EarOptions {
  url: string;
  hear: (payload: string | undefined) => void;
  missed: () => void;
  log: WireOptions["log"];
}

function keepListening({ url, hear, missed, log }: EarOptions): { close(): Promise<void> } {
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  async function connect(): Promise<void> {
    const mine = createClient(url);
    client = mine;
    mine.on("notification", ({ payload }) => hear(payload));
    mine.once("end", retry);
    try {
      await mine.connect();
      await mine.query(`LISTEN ${CHANNEL}`);
      missed();
      beat(mine);
    } catch (err) {
      if (!isClosed)
        log.warn({ err }, "changes of other companions are not heard now, and looked for instead");
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
