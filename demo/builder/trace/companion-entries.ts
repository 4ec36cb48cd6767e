import type { OrderHistory } from "../../../server/contract.ts";
import type { Entry, Tone } from "./entry.ts";
import { parseEvent, sayFact } from "./webhook-body.ts";

const CAUSES: Record<string, string> = {
  registration: "by what was known before it was opened",
  time: "by time alone",
  read: "by reading Request Network: no webhook had told",
  resolution: "by the merchant’s word",
};
const TONES: Record<string, Tone> = { paid: "good", refunded: "good", review: "bad", failed: "bad" };

/** What the companion has kept of an order, and made of it. */
export function toCompanionEntries(order: OrderHistory): Entry[] {
  const own = { from: "companion", to: "companion", tone: "plain", count: 1 } as const;
  const made: Entry = {
    ...own,
    at: Date.parse(order.createdAt),
    to: "network",
    title: "Creates the payment link",
    code: "POST /v2/secure-payments",
  };
  return [...(order.createdBy === "companion" ? [made] : []), ...toFacts(order), ...toChanges(order)];
}

/** Deliveries that say the same are one fact. */
function toFacts({ deliveries }: OrderHistory): Entry[] {
  const recorded = deliveries.filter(({ state }) => state === "recorded");
  const told = recorded.map(({ receivedAt, body }) => ({
    at: Date.parse(receivedAt),
    body: parseEvent(body),
  }));
  const said = told.filter(({ body }) => sayFact(body) !== "");
  return [...Map.groupBy(said, ({ body }) => body.happening).values()].map((same) => {
    const [{ at, body }] = same as [(typeof said)[0], ...typeof said];
    return {
      at,
      from: "companion",
      to: "companion",
      tone: "plain",
      count: 1,
      title: `Fact: ${sayFact(body)}`,
      code: same.length > 1 ? `told by ${same.length} deliveries, counts once` : undefined,
    };
  });
}

function toChanges({ changes, deliveries }: OrderHistory): Entry[] {
  return changes.map(({ at, cause, previousStatus, checkout }) => {
    const delivery = deliveries.find(({ seq }) => cause === `delivery:${seq}`);
    const isMove = previousStatus !== checkout.status;
    return {
      // Within one millisecond the fact comes before what follows from it.
      at: Date.parse(at) + 0.5,
      from: "companion",
      to: "companion",
      title: isMove ? `Status: ${previousStatus} → ${checkout.status}` : `Status: still ${checkout.status}`,
      code: delivery?.event ? `by ${delivery.event}` : CAUSES[cause],
      tone: TONES[checkout.status] ?? "plain",
      count: 1,
    };
  });
}
