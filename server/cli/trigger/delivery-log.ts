import type { Attempt } from "../../../demo/sandbox/webhooks/courier.ts";

const SHOWN = 200;

/** Prints each attempt with its answer, and knows when all deliveries have ended. */
export function createLog({ retries, print }: { retries: number; print: (line: string) => void }) {
  const answers = new Map<string, string>();
  const taken = new Set<string>();
  const givenUp = new Set<string>();
  let expected = 0;
  const { promise: allEnded, resolve } = Promise.withResolvers<void>();
  let isComplete = false;
  const check = () => {
    if (isComplete && taken.size + givenUp.size >= expected) resolve();
  };

  return {
    /** Keeps what the receiver answers, which the sandbox does not read. */
    async fetch(...[input, init]: Parameters<typeof globalThis.fetch>): Promise<Response> {
      const response = await globalThis.fetch(input, init);
      const id = new Headers(init?.headers).get("x-request-network-delivery") ?? "";
      const text = await response.text().catch(() => "");
      answers.set(
        id,
        text
          .replaceAll(/[\s\p{Cc}]+/gu, " ")
          .trim()
          .slice(0, SHOWN),
      );
      return new Response(null, { status: response.status });
    },
    record({ deliveryId, event, retryCount, status, error }: Attempt): void {
      const answer = answers.get(deliveryId);
      answers.delete(deliveryId);
      const result = [status ?? error, ...(answer ? [answer] : [])].join(" ");
      print(`${event}  ${deliveryId}  attempt ${retryCount + 1}: ${result}`);
      if (status !== null && status >= 200 && status < 300) taken.add(deliveryId);
      else if (retryCount === retries) givenUp.add(deliveryId);
      check();
    },
    expect(deliveries: number): void {
      expected += deliveries;
    },
    /** Resolves when each delivery was taken or given up, to whether all were taken. */
    async ended(signal: AbortSignal): Promise<boolean> {
      isComplete = true;
      check();
      signal.addEventListener("abort", () => resolve());
      await allEnded;
      return givenUp.size === 0 && taken.size >= expected;
    },
  };
}
