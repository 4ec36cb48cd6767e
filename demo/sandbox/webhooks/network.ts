import { z } from "zod";

/** Body of `POST /sandbox/network`. What is left out keeps its value. */
export const NetworkSchema = z.strictObject({
  /** Attempts that get lost on the way: all of them, none, or the next so many. A lost attempt is tried again. */
  drop: z.union([z.boolean(), z.int().min(0).max(10_000)]).optional(),
  /** How many extra copies of each delivery are sent: same delivery id, same bytes. */
  duplicate: z.int().min(0).max(20).optional(),
  /** Whether the events of one action go out last first. */
  reorder: z.boolean().optional(),
  /** How long each attempt is held back. */
  delayMs: z.int().min(0).max(600_000).optional(),
});

export interface NetworkSettings {
  drop: boolean | number;
  duplicate: number;
  reorder: boolean;
  delayMs: number;
}

/** The pretend network between the sandbox and the webhooks. It behaves until it is told not to. */
export interface Network {
  settings: NetworkSettings;
  change(changes: z.infer<typeof NetworkSchema>): NetworkSettings;
  arrange<T>(fanOut: readonly T[]): readonly T[];
  copies<T>(delivery: T): T[];
  /** @throws {Error} when this attempt gets lost */
  passOrThrow(): void;
}

export function createNetwork(): Network {
  const settings: NetworkSettings = { drop: false, duplicate: 0, reorder: false, delayMs: 0 };
  return {
    settings,
    change: (changes) => Object.assign(settings, changes),
    arrange: (fanOut) => (settings.reorder ? fanOut.toReversed() : fanOut),
    copies: (delivery) => Array(1 + settings.duplicate).fill(delivery),
    passOrThrow() {
      if (!settings.drop) return;
      if (typeof settings.drop === "number") settings.drop -= 1;
      throw new Error("lost on the sandbox's network");
    },
  };
}
