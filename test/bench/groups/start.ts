import { setTimeout as pause } from "node:timers/promises";
import { WEBHOOK_SECRET } from "../../helpers/events.ts";
import { createDatabase } from "../database.ts";
import { Connection } from "../load/connection.ts";
import { createRequestMaker } from "../load/requests.ts";
import { type Group, type Sample, value } from "../method.ts";
import { startServer } from "../server-process.ts";

const IDLE_MS = 2000;

/** From nothing to the first webhook on disk, and what the companion takes while it has nothing to do. */
async function start(): Promise<Sample> {
  const database = await createDatabase();
  const startedAt = performance.now();
  const server = await startServer("companion", database.environment);
  const make = createRequestMaker({
    kind: "fresh",
    host: "127.0.0.1",
    secret: WEBHOOK_SECRET,
    requestIds: [],
    reads: [],
  });
  const requests = [make()];
  let firstMs = 0;
  await new Connection(
    { host: "127.0.0.1", port: server.port },
    {
      next: () => requests.shift(),
      answered: (status) => {
        if (status !== 200) throw new Error(`answered ${status}`);
        firstMs = performance.now() - startedAt;
      },
    },
  ).run();
  await pause(IDLE_MS);
  await server.ask("gc");
  const sample = { firstMs, mib: server.rssBytes() / 1024 / 1024 };
  await server.stop();
  database.remove();
  return sample;
}

/** Row 12. */
export const starting: Group = {
  name: "start",
  variants: { companion: start },
  measures: [
    {
      row: "12",
      title: "start to first acknowledged webhook",
      read: value("companion", "firstMs"),
      unit: "ms",
      aim: { atMost: 500 },
    },
    {
      row: "12",
      title: "resident memory, idle",
      read: value("companion", "mib"),
      unit: "MiB",
      aim: { atMost: 90 },
    },
  ],
};
