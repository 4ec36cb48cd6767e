import {
  completeReadings,
  drawReadings,
  formatReadings,
  lettersOf,
  QUESTIONS,
  type Readings,
} from "../../demo/sandbox/model/readings.ts";
import { APIS, type Api, EVENT_SETS, type EventSet } from "../../demo/sandbox/model/wire.ts";

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

/** Each reading of each question alone. The set of all defaults is one of each question's. */
export function singleReadings(): Readings[] {
  const single = QUESTIONS.flatMap((question) =>
    lettersOf(question).map((letter) => completeReadings({ [question]: letter })),
  );
  return [...new Map(single.map((set) => [formatReadings(set), set])).values()];
}

/**
 * Every combination with the single readings, then as many random sets, of which each has one of the destinations. The set of
 * events goes round, so that each is met under most readings.
 */
export function everyWorld(random: number): World[] {
  const drawn = Array.from({ length: random }, (_, index) => drawReadings(index + 1));
  const worlds = [
    ...singleReadings().flatMap((readings) => DESTINATIONS.map((destination) => ({ readings, destination }))),
    ...drawn.map((readings, index) => ({ readings, destination: turn(DESTINATIONS, index) })),
  ].flatMap((one) => APIS.flatMap((api) => CREATIONS.map((creation) => ({ ...one, api, creation }))));
  const [each, all] = [APIS.length * CREATIONS.length, APIS.length * CREATIONS.length * DESTINATIONS.length];
  return worlds.map((world, index) => ({
    ...world,
    events: turn(EVENT_SETS, index + Math.floor(index / each) + Math.floor(index / all)),
  }));
}

function turn<T>(values: readonly T[], index: number): T {
  return values[index % values.length] as T;
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
