import type { OrderHistory } from "../../../server/contract/contract.ts";
import type { Entry, Tone } from "./entry.ts";
import { parseEvent, sayFact } from "./webhook-body.ts";

const CAUSES: Record<string, string> = {
  registration: "by what was known before it was opened",
  time: "by time alone",
  read: "by reading Request Network: no webhook had told yet",
  resolution: "by the merchant’s word",
};
const TONES: Record<string, Tone> = { paid: "good", refunded: "good", review: "bad", failed: "bad" };
const OWN = { from: "companion", to: "companion", tone: "plain", count: 1 } as const;

/** What the companion has kept of an order, and made of it. */
export function toCompanionEntries(order: OrderHistory): Entry[] {
  const facts = toFacts(order);
  const changes = order.changes.map((change) => toChange(change, facts));
  const silent = facts.filter(({ causes }) => !order.changes.some(({ cause }) => causes.includes(cause)));
  const made: Entry = {
    ...OWN,
    at: Date.parse(order.createdAt),
    to: "network",
    title: "Creates the payment link",
    code: "POST /v2/secure-payments",
  };
  return [
    ...(order.createdBy === "companion" ? [made] : []),
    ...silent.map(({ at, text, told }) => ({ ...OWN, at, title: `Fact: ${text}`, code: told })),
    ...changes,
  ];
}

/** What deliveries say. Those that say the same are one fact. */
interface Fact {
  at: number;
  text: string;
  told: string | undefined;
  /** As a change names them. */
  causes: string[];
}

function toFacts({ deliveries }: OrderHistory): Fact[] {
  const recorded = deliveries
    .filter(({ state }) => state === "recorded")
    .map(({ seq, receivedAt, body }) => ({ seq, receivedAt, body: parseEvent(body) }))
    .filter(({ body }) => sayFact(body) !== "");
  return [...Map.groupBy(recorded, ({ body }) => body.happening).values()].map((same) => {
    const [first] = same as [(typeof recorded)[0], ...typeof recorded];
    return {
      at: Date.parse(first.receivedAt),
      text: sayFact(first.body),
      told: same.length > 1 ? `told by ${same.length} deliveries, counts once` : undefined,
      causes: same.map(({ seq }) => `delivery:${seq}`),
    };
  });
}

function toChange({ at, cause, previousStatus, checkout }: OrderHistory["changes"][0], facts: Fact[]): Entry {
  const fact = facts.find(({ causes }) => causes.includes(cause));
  const { status } = checkout;
  const why = fact ? [`Fact: ${fact.text}`, fact.told].filter(Boolean).join("; ") : CAUSES[cause];
  return {
    ...OWN,
    at: Date.parse(at),
    title: previousStatus === status ? `Still ${say(status)}` : `${say(previousStatus)} → ${say(status)}`,
    code: why,
    tone: TONES[status] ?? "plain",
  };
}

function say(status: string): string {
  return status.replaceAll("_", " ");
}
