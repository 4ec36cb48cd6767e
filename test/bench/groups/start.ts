import { setTimeout as pause } from "node:timers/promises";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { freePort } from "../../helpers/free-port.ts";
import { createDatabase } from "../database.ts";
import { Connection } from "../load/connection.ts";
import { createRequestMaker } from "../load/requests.ts";
import { type Group, type Sample, value } from "../method.ts";
import { startProgram } from "../server-process.ts";

const IDLE_MS = 2000;
const KNOCK_MS = 5;
const PATIENCE_MS = 20_000;

/** From nothing to the first webhook on disk, and what the companion takes while it has nothing to do. */
function start(program: string) {
  return async (): Promise<Sample> => {
    const database = await createDatabase();
    const port = await freePort();
    const startedAt = performance.now();
    const server = startProgram(program, { ...database.environment, PORT: String(port) });
    await knock(port, startedAt + PATIENCE_MS);
    const firstMs = performance.now() - startedAt;
    await pause(IDLE_MS);
    const sample = { firstMs, mib: server.rssBytes() / 1024 / 1024 };
    await server.stop();
    if (database.count("deliveries") !== 1) throw new Error("the first webhook was not stored");
    database.remove();
    return sample;
  };
}

/** Sends one webhook as soon as somebody listens. */
async function knock(port: number, giveUpAt: number): Promise<void> {
  const plan = {
    kind: "fresh",
    host: "127.0.0.1",
    secret: WEBHOOK_SECRET,
    requestIds: [],
    reads: [],
  } as const;
  const requests = [createRequestMaker(plan)()];
  const connection = new Connection(
    { host: "127.0.0.1", port },
    {
      next: () => requests.shift(),
      answered: (status) => {
        if (status !== 200) throw new Error(`answered ${status}`);
      },
    },
  );
  try {
    await connection.run();
  } catch (error) {
    if (!isRefused(error) || performance.now() > giveUpAt) throw error;
    await pause(KNOCK_MS);
    await knock(port, giveUpAt);
  }
}

function isRefused(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}

/** Row 12. */
export const starting: Group = {
  name: "start",
  variants: { compiled: start("dist/server/cli/bin.js"), source: start("server/cli/bin.js") },
  measures: [
    {
      row: "12",
      title: "start to first acknowledged webhook, compiled",
      read: value("compiled", "firstMs"),
      unit: "ms",
      aim: { atMost: 500 },
    },
    {
      row: "12",
      title: "resident memory, idle, compiled",
      read: value("compiled", "mib"),
      unit: "MiB",
      aim: { atMost: 90 },
    },
    {
      row: "12",
      title: "start, from the sources by type stripping",
      read: value("source", "firstMs"),
      unit: "ms",
    },
    { row: "12", title: "memory, from the sources", read: value("source", "mib"), unit: "MiB" },
  ],
};
