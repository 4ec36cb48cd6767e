import {
  completeReadings,
  drawReadings,
  formatReadings,
  lettersOf,
  QUESTIONS,
  type Readings,
} from "../../demo/sandbox/readings.ts";
import { APIS, type Api, EVENT_SETS, type EventSet } from "../../demo/sandbox/wire.ts";

/** Who makes the link, and how its item names what it asks for. */
export const CREATIONS = ["page-guide", "page-destination", "guide", "destination", "bound"] as const;
export type Creation = (typeof CREATIONS)[number];

/** What links ask for, and how they can be paid. */
export const KINDS_OF = {
  "USDC-base": ["same-chain", "cross-chain", "usdt0", "smart-account", "safe"],
  "USDT-arbitrum-one": ["usdt0-here"],
  "USDT-tron": ["tron"],
} as const;
export type Destination = keyof typeof KINDS_OF;
export type Kind = (typeof KINDS_OF)[Destination][number];
export const DESTINATIONS = Object.keys(KINDS_OF) as Destination[];

/**
 * What becomes of the deliveries of a payment: all arrive; one of them is lost, or is taken at a later attempt where it is the
 * only one; none arrives; all arrive after reconciliation had two minutes.
 */
export const DELIVERIES = ["all", "some", "lost", "late"] as const;
export type Deliveries = (typeof DELIVERIES)[number];

/** One sandbox and one companion, in which many orders are paid. */
export interface World {
  api: Api;
  readings: Readings;
  events: EventSet;
  creation: Creation;
  destination: Destination;
}

export interface Payment {
  kind: Kind;
  deliveries: Deliveries;
}

/** Each reading of each question alone, then some at random. */
export function readingSets(random: number): Readings[] {
  const single = QUESTIONS.flatMap((question) =>
    lettersOf(question).map((letter) => completeReadings({ [question]: letter })),
  );
  const drawn = Array.from({ length: random }, (_, seed) => drawReadings(seed + 1));
  return [...new Map([...single, ...drawn].map((set) => [formatReadings(set), set])).values()];
}

/** Every combination. The set of events goes round, so that each is met under most readings. */
export function everyWorld(random: number): World[] {
  const worlds = readingSets(random).flatMap((readings) =>
    APIS.flatMap((api) =>
      CREATIONS.flatMap((creation) =>
        DESTINATIONS.map((destination) => ({ api, readings, creation, destination })),
      ),
    ),
  );
  return worlds.map((world, index) => ({
    ...world,
    events: EVENT_SETS[(index + Math.floor(index / 20)) % EVENT_SETS.length] ?? "current",
  }));
}

/** So many of these, always the same ones for a seed. */
export function sample<T>(all: readonly T[], { count, seed }: { count: number; seed: number }): T[] {
  const draw = createRandom(seed);
  return all
    .map((one) => ({ one, at: draw() }))
    .sort((a, b) => a.at - b.at)
    .slice(0, count)
    .map(({ one }) => one);
}

export function paymentsOf({ destination }: Pick<World, "destination">): Payment[] {
  return KINDS_OF[destination].flatMap((kind) => DELIVERIES.map((deliveries) => ({ kind, deliveries })));
}

export function isPageMade({ creation }: Pick<World, "creation">): boolean {
  return creation === "page-guide" || creation === "page-destination";
}

/** `0.13 page-guide USDC-base current R1=b,R2=a…` */
export function nameOf({ api, creation, destination, events, readings }: World): string {
  return `${api} ${creation} ${destination} ${events} ${formatReadings(readings)}`;
}

/** A small generator with a seed (mulberry32). */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
