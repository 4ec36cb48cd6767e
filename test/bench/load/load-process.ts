/** The load, in a process of its own: as many connections as asked for, each with one request under way. */
import { Connection } from "./connection.ts";
import { createRequestMaker, type Plan } from "./requests.ts";

export interface LoadOrder {
  plan: Plan;
  port: number;
  connections: number;
  warmUpMs: number;
  measureMs: number;
  /** The only status that is right. */
  status: number;
}

/** What the load tells: that measuring begins, and in the end what there was. */
export type LoadWord =
  | { kind: "measuring" }
  | { kind: "measured" }
  | { kind: "done"; rate: number; p50Ms: number; p99Ms: number; sent: number }
  | { kind: "failed"; problem: string };

process.once("message", (order: LoadOrder) => {
  run(order).then(tell, (error: Error) => tell({ kind: "failed", problem: error.message }));
});

function tell(word: LoadWord): void {
  process.send?.(word);
}

async function run({ plan, port, connections, warmUpMs, measureMs, status }: LoadOrder): Promise<LoadWord> {
  const make = createRequestMaker(plan);
  const latencies: number[] = [];
  let sent = 0;
  let isMeasuring = false;
  let isOver = false;
  const unexpected = Promise.withResolvers<never>();
  const all = Array.from({ length: connections }, () => {
    const connection = new Connection(
      { host: "127.0.0.1", port },
      {
        next: () => {
          if (isOver) return undefined;
          sent += 1;
          return make();
        },
        answered: (answered, ms) => {
          if (answered !== status) unexpected.reject(new Error(`answered ${answered}, not ${status}`));
          if (isMeasuring) latencies.push(ms);
        },
      },
    );
    return connection.run();
  });
  const timed = (async () => {
    await pause(warmUpMs);
    isMeasuring = true;
    tell({ kind: "measuring" });
    const startedAt = performance.now();
    await pause(measureMs);
    isMeasuring = false;
    tell({ kind: "measured" });
    isOver = true;
    const seconds = (performance.now() - startedAt) / 1000;
    await Promise.all(all);
    return seconds;
  })();
  const seconds = await Promise.race([timed, unexpected.promise]);
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(share * (latencies.length - 1))] ?? 0;
  return { kind: "done", rate: latencies.length / seconds, p50Ms: at(0.5), p99Ms: at(0.99), sent };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
