import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Checkout } from "../../server/contract/contract.ts";
import { Problem } from "../../widget/api/problem.ts";
import type { Effect, Input, Opened } from "../../widget/engine/inputs.ts";
import { fresh, reduce, type State } from "../../widget/engine/state.ts";
import type { Purchase } from "../../widget/purchase/purchase.ts";

const PAY_URL = "https://pay.request.network/?token=1";

function sell(key: string, amount = "10"): Purchase {
  return { key, amount, checkoutId: "", price: { amount, currency: "USDC-base" } } as Purchase;
}

function checkoutOf(id: string, patch: Partial<Checkout> = {}): Checkout {
  return {
    id,
    status: "pending",
    amount: "10",
    currency: "USDC-base",
    amountPaid: "0",
    ...patch,
  } as Checkout;
}

function opened(number: number, patch: Partial<Opened> = {}): Input {
  const checkout = checkoutOf("c-1");
  return { type: "opened", number, checkout, payUrl: PAY_URL, created: true, isLinkOurs: true, ...patch };
}

/** Gives one input after the other, and says which effects the last one has. */
function run(...inputs: Input[]): { state: State; effects: Effect[] } {
  let state = fresh(sell("mug"));
  let effects: Effect[] = [];
  for (const input of inputs) [state, effects] = reduce(state, input);
  return { state, effects };
}

const press: Input = { type: "press", purchase: sell("mug"), number: 1, way: "page" };
const names = (effects: Effect[]) => effects.map((effect) => ("name" in effect ? effect.name : effect.type));

describe("a press", () => {
  it("opens what was shown, and goes there", () => {
    assert.deepEqual(run(press).effects.at(-1), { type: "open", number: 1, purchase: sell("mug") });
    const { state, effects } = run(press, opened(1, { price: sell("mug").price }));
    assert.equal(state.phase, "leaving");
    assert.deepEqual(names(effects), ["created", "go", "follow"]);
  });

  it("keeps its purchase while the attributes change", () => {
    const change: Input = { type: "attributes", purchase: sell("car", "25000") };
    const { state } = run(press, change, opened(1));
    assert.deepEqual([state.shown.key, state.checkout?.id, state.phase], ["mug", "c-1", "leaving"]);
    const stayed = run(press, change, opened(1), { type: "stayed" });
    assert.deepEqual([stayed.state.shown.key, stayed.state.checkout], ["car", null]);
  });

  it("is one, however often the button is pressed", () => {
    const { effects } = run(press, { ...press, number: 2 } as Input);
    assert.deepEqual(effects, [{ type: "drop", number: 2 }]);
  });

  it("asks again where the companion's price is another one", () => {
    const checkout = checkoutOf("c-1", { amount: "12" });
    const { state, effects } = run(press, opened(1, { checkout, price: sell("mug").price }));
    assert.deepEqual(
      [state.phase, state.shown.price?.amount, state.payUrl],
      ["price_changed", "12", undefined],
    );
    assert.deepEqual(names(effects), ["created", "drop", "price", "forget"]);
  });

  it("that was reset leads nowhere, and is not shown", () => {
    const { state, effects } = run(press, { type: "reset" }, opened(1));
    assert.deepEqual([state.checkout, state.phase, effects], [null, "idle", [{ type: "drop", number: 1 }]]);
  });

  it("that fails says so, also where something else is sold by now", () => {
    const problem = new Problem("network", "gone");
    const change: Input = { type: "attributes", purchase: sell("car") };
    const { state, effects } = run(press, change, { type: "failed", number: 1, problem });
    assert.deepEqual([state.phase, state.problem, state.shown.key], ["failed", problem, "car"]);
    assert.ok(names(effects).includes("error"));
  });

  it("in a tab that was blocked leaves a link that stays until the payer acts", () => {
    const blocked: Input = { ...press, way: "blocked" } as Input;
    const read: Input = {
      type: "read",
      checkout: checkoutOf("c-1", { status: "processing" }),
      payUrl: PAY_URL,
    };
    const { state } = run(blocked, opened(1), read, { type: "stored", key: "mug" });
    assert.deepEqual([state.phase, state.payUrl], ["blocked", PAY_URL]);
  });
});

describe("a checkout", () => {
  it("of somebody else is a status, and nothing else", () => {
    const found: Input = { type: "found", key: "mug", found: { id: "c-9", owner: "foreign" } };
    const read: Input = { type: "read", checkout: checkoutOf("c-9", { status: "paid" }), payUrl: PAY_URL };
    const { state, effects } = run(found, read);
    assert.deepEqual(
      [state.checkout, state.payUrl, state.foreign?.id, effects],
      [null, undefined, "c-9", []],
    );
  });

  it("goes when its purchase is no more remembered", () => {
    const found: Input = {
      type: "found",
      key: "mug",
      found: { id: "c-1", owner: "own", checkout: checkoutOf("c-1"), payUrl: PAY_URL },
    };
    const { state } = run(found, { type: "found", key: "mug" });
    assert.deepEqual([state.checkout, state.payUrl, state.followed], [null, undefined, undefined]);
  });

  it("of another purchase is not taken over", () => {
    const late: Input = { type: "found", key: "car", found: { id: "c-2", owner: "own" } };
    assert.equal(run(late).state.followed, undefined);
  });
});
