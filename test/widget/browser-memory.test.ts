import "../../widget/index.ts";
import { equal, match, ok } from "../helpers/widget-assert.ts";
import { cleanUp, left, mount, type PayButton, setReturn, until, World } from "../helpers/widget-harness.ts";

async function open(attributes: Record<string, string>): Promise<PayButton> {
  const button = await mount(attributes);
  left.length = 0;
  button.press();
  await until(() => left.length, "the page leaves");
  dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  left.length = 0;
  return button;
}

function patch(object: object, changes: object): () => void {
  const before = Object.getOwnPropertyDescriptors(object);
  Object.assign(object, changes);
  return () => {
    for (const name of Object.keys(changes)) {
      const descriptor = before[name as keyof typeof before] as PropertyDescriptor | undefined;
      if (descriptor) Object.defineProperty(object, name, descriptor);
      else Reflect.deleteProperty(object, name);
    }
  };
}

describe("what a browser remembers", () => {
  afterEach(cleanUp);

  it("stays cleared, here and in another tab, whatever is read afterwards", async () => {
    for (const isHere of [true, false]) {
      const world = await World.open();
      const button = await open(world.bothWay);
      const id = button.checkout?.id ?? "";
      localStorage.clear();
      if (!isHere) dispatchEvent(new StorageEvent("storage", { key: null, storageArea: localStorage }));

      await world.change(id, { status: "paid", amountPaid: "10" });
      await until(() => button.checkout === null, "it is gone");
      equal(Object.keys(localStorage), []);
      button.element.remove();

      const next = await mount(world.bothWay);
      await until(() => next.price, "the price");
      equal([next.checkout, next.buttons], [null, ["Pay"]]);
    }
  });

  it("goes by the companion's word, not by the payer's clock", async () => {
    const { now } = Date;
    for (const days of [8, -8, 400]) {
      const world = await World.open();
      const button = await open(world.companionOnly);
      const id = button.checkout?.id;
      const restore = patch(Date, { now: () => now() + (days > 100 ? 0 : days) * 24 * 3600 * 1000 });
      try {
        button.press();
        await until(() => left.length, "the page leaves");
        equal(button.checkout?.id, id);
      } finally {
        restore();
      }
      const ids = (await world.calls("POST")).map(({ body }) => (body as { id: string }).id);
      equal(new Set(ids).size, 1);
    }
  });

  const ENTRIES: Record<string, (entry: Record<string, unknown>) => unknown> = {
    "another version": (entry) => ({ ...entry, v: 99 }),
    "no version": ({ v: _, ...entry }) => entry,
    "a link that is a text": (entry) => ({ ...entry, link: "x" }),
    "request ids that are none": (entry) => ({ ...entry, link: { requestIds: 5, token: 1 } }),
    "a checkout of another shape": (entry) => ({ ...entry, checkout: { id: 5 } }),
    "a body that is a number": (entry) => ({ ...entry, body: 7 }),
    "an id that is none": (entry) => ({ ...entry, id: null }),
    "a list": () => [1],
    "no JSON": () => undefined,
    "a year ago": (entry) => ({ ...entry, savedAt: 1 }),
  };
  for (const [name, change] of Object.entries(ENTRIES))
    it(`is dropped where it is ${name}`, async () => {
      const world = await World.open();
      const before = await open(world.bothWay);
      before.element.remove();
      for (const [key, text] of Object.entries(localStorage))
        localStorage.setItem(key, JSON.stringify(change(JSON.parse(text))) ?? "{");

      const button = await mount(world.bothWay);
      button.press();
      await until(() => left.length, "the page leaves");

      ok(button.checkout && button.checkout.id !== before.checkout?.id, "another checkout");
    });

  it("outlives a full storage, client-only, until the payer is back", async () => {
    const world = await World.open();
    const { setItem } = Storage.prototype;
    const restore = patch(Storage.prototype, {
      setItem(this: Storage, key: string, value: string) {
        if (this === localStorage) throw new DOMException("full", "QuotaExceededError");
        setItem.call(this, key, value);
      },
    });
    try {
      const before = await open(world.staticWay);
      const id = before.checkout?.id ?? "";
      before.element.remove();
      await world.changeRequest({ hasBeenPaid: true });
      setReturn(id);

      const button = await mount(world.staticWay);
      await until(() => button.checkout?.status === "paid", "paid");
      await button.element.updateComplete;
      match(button.says, /^Paid/);
    } finally {
      restore();
      sessionStorage.clear();
    }
  });
});

describe("a page with old libraries", () => {
  afterEach(cleanUp);

  const PAGES: Record<string, () => () => void> = {
    "Date.parse that answers null": () => patch(Date, { parse: () => null }),
    "toJSON on arrays": () =>
      patch(Array.prototype, {
        toJSON(this: unknown[]) {
          return String(this);
        },
      }),
    "another Event": () =>
      patch(window, {
        Event: class {
          constructor() {
            throw new Error("another Event");
          }
        },
      }),
    "answers without a stream": () => patchGetter(Response.prototype, "body"),
  };
  for (const [name, replace] of Object.entries(PAGES))
    it(`${name}: two presses are one link`, async () => {
      const world = await World.open();
      const button = await mount(world.bothWay);
      await until(() => button.price, "the price");
      const restore = replace();
      try {
        button.press();
        await until(() => left.length === 1, "the page leaves");
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
        button.press();
        await until(() => left.length === 2, "the page leaves again");
      } finally {
        restore();
      }

      equal(left[1], left[0]);
      const [link, order, again, ...more] = await world.calls("POST");
      equal((link?.body as { requests?: unknown } | undefined)?.requests, [{ amount: "10" }]);
      equal([order?.body, more], [again?.body, []]);
    });
});

function patchGetter(object: object, name: string): () => void {
  const before = Object.getOwnPropertyDescriptor(object, name);
  Object.defineProperty(object, name, { get: () => undefined, configurable: true });
  return () => {
    if (before) Object.defineProperty(object, name, before);
  };
}
