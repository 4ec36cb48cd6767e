import { describe, it } from "node:test";
import fc from "fast-check";
import type { Way } from "../../widget/engine/inputs.ts";
import { type Answer, EngineWorld, sell } from "../helpers/engine-world.ts";
import { scaled } from "../helpers/scale.ts";

const KEYS = ["mug", "car"] as const;
const AMOUNTS = ["10", "20"] as const;

/** A step of a story; it says itself when the story is printed. */
type Step = [name: keyof typeof STEPS, ...args: never[]];

const STEPS = {
  press: (world: EngineWorld, way: Way) => world.press(world.state.sold, way),
  /** A page changes attributes and presses in one turn, before anything is drawn. */
  "press unseen": (world: EngineWorld, key: string, amount: string, way: Way) =>
    world.press(sell(key, amount), way),
  sell: (world: EngineWorld, key: string, amount: string) =>
    world.send({ type: "attributes", purchase: sell(key, amount) }),
  answer: (world: EngineWorld, index: number, how: Answer) => world.answer(index, how),
  read: (
    world: EngineWorld,
    index: number,
    status: "pending" | "processing" | "paid" | "expired" | "failed",
  ) => world.read(index, status),
  "other tab": (world: EngineWorld, key: string) => world.otherTab(key),
  clear: (world: EngineWorld) => world.clear(),
  reset: (world: EngineWorld) => world.send({ type: "reset" }),
  back: (world: EngineWorld) => world.send({ type: "back" }),
  stay: (world: EngineWorld) => world.send({ type: "stayed" }),
  take: (world: EngineWorld) => world.send({ type: "removed" }),
  put: (world: EngineWorld) => world.send({ type: "connected" }),
};

const key = fc.constantFrom(...KEYS);
const amount = fc.constantFrom(...AMOUNTS);
const way = fc.constantFrom<Way>("page", "tab", "blocked");
const status = fc.constantFrom("pending", "processing", "paid", "expired", "failed");

const step = fc.oneof(
  { weight: 4, arbitrary: fc.tuple(fc.constant("press"), way) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("press unseen"), key, amount, way) },
  { weight: 4, arbitrary: fc.tuple(fc.constant("sell"), key, amount) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.constant("answer"), fc.nat(3), fc.constantFrom("opened", "dearer", "failed")),
  },
  { weight: 3, arbitrary: fc.tuple(fc.constant("read"), fc.nat(9), status) },
  { weight: 1, arbitrary: fc.tuple(fc.constant("other tab"), key) },
  ...(["clear", "reset", "back", "stay", "take", "put"] as const).map((name) => ({
    weight: 1,
    arbitrary: fc.tuple(fc.constant(name)),
  })),
);

describe("whatever happens, in whatever order", () => {
  it("what is shown, linked, registered and paid is of one purchase, and no press is lost", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const world = new EngineWorld();
        for (const [name, ...args] of steps as unknown as Step[])
          (STEPS[name] as (world: EngineWorld, ...args: unknown[]) => void)(world, ...args);
        world.settle();
      }),
      { numRuns: scaled(3000, 30_000) },
    );
  });
});
