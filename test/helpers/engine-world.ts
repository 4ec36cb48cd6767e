import assert from "node:assert/strict";
import type { Checkout } from "../../server/contract/contract.ts";
import { Problem } from "../../widget/api/problem.ts";
import type { Effect, Effects, Found, Input, Way } from "../../widget/engine/inputs.ts";
import { fresh, reduce, type State } from "../../widget/engine/state.ts";
import type { Purchase } from "../../widget/purchase/purchase.ts";

interface Order {
  key: string;
  amount: string;
  status: Checkout["status"];
}

interface Pressed {
  key: string;
  amount: string | undefined;
  /** What has come of it. */
  end?: "gone" | "error" | "asked" | "settled" | "undone" | undefined;
}

export type Answer = "opened" | "dearer" | "failed";

export function sell(key: string, amount: string, checkoutId = ""): Purchase {
  return { key, amount, checkoutId, price: { amount, currency: "USDC-base" } } as Purchase;
}

/** What the state machine runs in, without a browser: storage, companion and payer, and what must hold of them at all times. */
export class EngineWorld {
  state: State = fresh(sell("mug", "10"));
  readonly orders = new Map<string, Order>();
  readonly remembered = new Map<string, string>();
  readonly presses = new Map<number, Pressed>();
  /** Presses that wait for their answer. */
  readonly open: Effects["open"][] = [];
  #undone = new Set<number>();

  send(input: Input): void {
    const before = this.state;
    const [state, effects] = reduce(this.state, input);
    this.state = state;
    for (const effect of effects) this.#run(effect, input);
    this.#check();
    const isUndone = input.type === "removed" || input.type === "reset";
    if (isUndone && before.press) this.#end(before.press.number, "undone");
    if (input.type === "press" && before.press) this.#end(input.number, "undone");
  }

  press(purchase: Purchase, way: Way): void {
    const number = this.presses.size + 1;
    const { sold, phase } = this.state;
    const isAsked = (phase === "blocked" || phase === "price_changed") && purchase.key === sold.key;
    const shown = isAsked && purchase.key !== this.state.shown.key ? this.state.shown : purchase;
    this.presses.set(number, { key: shown.key, amount: shown.price?.amount });
    this.send({ type: "press", purchase, number, way });
  }

  /** The companion answers a press that waits: they may be answered in any order. */
  answer(index: number, how: Answer): void {
    const [opening] = this.open.splice(index % Math.max(1, this.open.length), 1);
    if (!opening) return;
    const { number, purchase } = opening;
    if (how === "failed") this.send({ type: "failed", number, problem: new Problem("network", "") });
    else this.#open({ number, purchase }, how);
  }

  #open({ number, purchase }: Pick<Effects["open"], "number" | "purchase">, how: Answer): void {
    const known = this.remembered.get(purchase.key);
    const order = known ? this.orders.get(known) : undefined;
    const isUsable = known && order && order.status !== "expired" && order.amount === purchase.price?.amount;
    const id = isUsable ? known : this.#create(purchase, how === "dearer");
    if (!isUsable && !this.#undone.has(number)) this.remembered.set(purchase.key, id);
    const isPayable = this.orders.get(id)?.status === "pending";
    this.send({
      type: "opened",
      number,
      checkout: this.checkout(id),
      payUrl: isPayable ? urlOf(id) : undefined,
      created: !isUsable,
      price: purchase.price,
      isLinkOurs: number % 2 === 0,
    });
  }

  /** Something is read of an order, perhaps of one that nobody follows any more. */
  read(index: number, status: Checkout["status"]): void {
    const [id, order] = [...this.orders][index % Math.max(1, this.orders.size)] ?? [];
    if (!id || !order) return;
    order.status = status;
    this.send({
      type: "read",
      checkout: this.checkout(id),
      payUrl: status === "pending" ? urlOf(id) : undefined,
    });
  }

  otherTab(key: string): void {
    this.remembered.set(key, this.#create(sell(key, "10"), false));
    this.send({ type: "stored", key });
  }

  clear(): void {
    this.remembered.clear();
    this.send({ type: "stored", key: null });
    assert.ok(
      this.state.press || this.state.phase === "blocked" || !this.state.checkout,
      "cleared is cleared",
    );
  }

  /** Everything has been answered, and nobody leaves any more. */
  settle(): void {
    while (this.open.length > 0) this.answer(0, "opened");
    this.send({ type: "stayed" });
    for (const [number, { end }] of this.presses) assert.ok(end, `press ${number} was lost`);
    assert.equal(this.state.press, undefined);
  }

  checkout(id: string): Checkout {
    const { amount = "", status = "pending" } = this.orders.get(id) ?? {};
    return { id, status, amount, currency: "USDC-base", amountPaid: "0" } as Checkout;
  }

  #create({ key, price }: Purchase, isDearer: boolean): string {
    const id = `order-${this.orders.size + 1}`;
    this.orders.set(id, { key, amount: isDearer ? "99" : (price?.amount ?? ""), status: "pending" });
    return id;
  }

  #run(effect: Effect, input: Input): void {
    if (effect.type === "find")
      this.send({ type: "found", key: effect.purchase.key, found: this.#find(effect) });
    if (effect.type === "open") this.open.push(effect);
    if (effect.type === "forget") this.remembered.delete(effect.key);
    if (effect.type === "undo") this.#undone.add(effect.number);
    if (effect.type === "drop") this.#end(effect.number, this.#dropped(input));
    if (effect.type === "tell" && effect.name === "error" && input.type === "failed")
      this.#end(input.number, "error");
    if (effect.type === "go") this.#go(effect);
  }

  #find({ purchase }: Effects["find"]): Found | undefined {
    const id = this.remembered.get(purchase.key);
    const payUrl = id && this.orders.get(id)?.status === "pending" ? urlOf(id) : undefined;
    return id ? { id, owner: "own", checkout: this.checkout(id), payUrl } : undefined;
  }

  /** The payer goes to pay: for what was pressed, and what stood beside the button. */
  #go({ number, url }: Effects["go"]): void {
    const pressed = this.presses.get(number);
    const order = [...this.orders].find(([id]) => urlOf(id) === url)?.[1];
    assert.deepEqual([order?.key, order?.amount], [pressed?.key, pressed?.amount], "paid is what was shown");
    this.#end(number, "gone");
  }

  /** What there is instead of a page to pay on. */
  #dropped(input: Input): Pressed["end"] {
    if (this.state.phase === "price_changed") return "asked";
    return input.type === "opened" && input.checkout.status !== "pending" ? "settled" : undefined;
  }

  #end(number: number, end: Pressed["end"]): void {
    const pressed = this.presses.get(number);
    if (pressed) pressed.end ??= end;
  }

  #check(): void {
    const { shown, sold, checkout, payUrl, press, phase } = this.state;
    if (checkout) assert.equal(this.orders.get(checkout.id)?.key, shown.key, "shown is of one purchase");
    if (payUrl) assert.equal(payUrl, urlOf(checkout?.id ?? ""), "linked is what is shown");
    if (!press && phase !== "blocked" && phase !== "price_changed")
      assert.equal(shown.key, sold.key, "the attributes are shown");
  }
}

function urlOf(id: string): string {
  return `https://pay.request.network/?token=${id}`;
}
