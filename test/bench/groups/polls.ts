import { setTimeout as pause } from "node:timers/promises";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { createDatabase, fill, requestIdOf } from "../database.ts";
import { applyLoad } from "../load/load.ts";
import { openPolls } from "../load/open-polls.ts";
import { type BenchOptions, type Group, ratio, type Sample, value } from "../method.ts";
import { type BenchServer, startServer } from "../server-process.ts";

const POLLS = 10_000;
const CHECKOUTS = 60_000;
/** Until the last poll has reached its place. */
const SETTLE_MS = 1000;
/** A rate that leaves room: what waits in a queue anyway says nothing of the polls. */
const CONNECTIONS = 8;

async function memoryOf(server: BenchServer): Promise<Sample> {
  await server.ask("gc");
  const before = server.rssBytes();
  const close = await openPolls(server.port, POLLS);
  await pause(SETTLE_MS);
  await server.ask("gc");
  const bytes = server.rssBytes() - before;
  close();
  await server.stop();
  return { kib: bytes / POLLS / 1024 };
}

async function companionMemory(): Promise<Sample> {
  const database = await createDatabase();
  fill(database.path, { checkouts: POLLS, deliveries: 0, progress: () => {} });
  const sample = await memoryOf(await startServer("companion", database.environment));
  database.remove();
  return sample;
}

async function peerMemory(): Promise<Sample> {
  return memoryOf(await startServer("http-poll"));
}

function webhooksWith(polls: number) {
  return async ({ warmUpMs, measureMs }: BenchOptions): Promise<Sample> => {
    const database = await createDatabase();
    fill(database.path, { checkouts: CHECKOUTS, deliveries: 0, progress: () => {} });
    const server = await startServer("companion", database.environment);
    const close = await openPolls(server.port, polls);
    // Others than are waited for, so that only the waiting itself is measured.
    const requestIds = Array.from({ length: CHECKOUTS - POLLS }, (_, index) => requestIdOf(POLLS + index));
    const plan = { kind: "fresh" as const, host: "127.0.0.1", secret: WEBHOOK_SECRET, requestIds, reads: [] };
    const sample = await applyLoad(server, {
      plan,
      status: 200,
      connections: CONNECTIONS,
      warmUpMs,
      measureMs,
    });
    close();
    await server.stop();
    database.remove();
    return { ...sample };
  };
}

/** Row 10: what ten thousand payers cost who wait for their money to arrive. */
export const polls: Group = {
  name: "polls",
  variants: {
    companion: companionMemory,
    bare: peerMemory,
    with: webhooksWith(POLLS),
    without: webhooksWith(0),
  },
  measures: [
    {
      row: "10",
      title: "memory per waiting poll ÷ bare node:http, at 10,000",
      read: ratio("companion", "bare", "kib"),
      aim: { atMost: 1.2 },
    },
    { row: "10", title: "memory per waiting poll", read: value("companion", "kib"), unit: "KiB" },
    {
      row: "10",
      title: "webhook p99 with 10,000 waiting polls ÷ without",
      read: ratio("with", "without", "p99Ms"),
      aim: { atMost: 1.5 },
    },
  ],
};
