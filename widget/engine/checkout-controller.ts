import type { ReactiveController } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { checkoutReader } from "../api/companion.ts";
import { type Problem, tellIntegrator } from "../api/problem.ts";
import { apiOf } from "../api/request-api.ts";
import type { ButtonEngine, ButtonHost, Shown } from "../element/host.ts";
import type { Voice } from "../i18n/format.ts";
import { returnedId } from "../lib/returned-id.ts";
import { warn } from "../lib/warn.ts";
import { identify } from "../purchase/identity.ts";
import { prefetchLock } from "../purchase/lock.ts";
import { forgetPrices } from "../purchase/price.ts";
import type { Purchase, PurchaseAttributes } from "../purchase/purchase.ts";
import { forget, onRemembered, recall, update } from "../purchase/remember.ts";
import { AmountField } from "./amount-field.ts";
import { addSeller, findCheckout } from "./find.ts";
import { FocusController } from "./focus-controller.ts";
import { follow } from "./follow.ts";
import type { Effect, Effects, Input } from "./inputs.ts";
import { LanguageController } from "./language-controller.ts";
import { openCheckout } from "./open-checkout.ts";
import { Outcome } from "./outcome.ts";
import { payUrlOf } from "./pay-url-of.ts";
import { requestReader } from "./request-reader.ts";
import { sendTab } from "./send-tab.ts";
import { fresh, reduce, type State } from "./state.ts";
import { sayComplaint, sayStory } from "./story.ts";
import { tell } from "./tell.ts";
import { toView } from "./to-view.ts";

/** After this the page is still there, so that leaving it has not worked. */
const LEAVING_MS = 10_000;
/** A page that is left so soon has no need to ask how the payment goes. */
const STAYING_MS = 1000;

/**
 * Runs the state machine of one `<request-checkout>`: gives it what happens, and does what it asks for. All that is decided is
 * decided in `state.ts`.
 */
export class CheckoutController implements ReactiveController, ButtonEngine {
  #host: ButtonHost;
  #state: State;
  #field: AmountField;
  #outcome: Outcome;
  /** The name under which what is followed is remembered. */
  #followedKey = "";
  #tabs = new Map<number, Window | null | undefined>();
  /** Presses that were undone: what they have not opened yet is not opened. */
  #undone = new Set<number>();
  #isWriting = false;
  #opening: Promise<void> | undefined;
  #unfollow: (() => void) | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  #disconnect: (() => void) | undefined;

  constructor(host: ButtonHost) {
    this.#host = host;
    this.#state = fresh(identify(host.toPurchase()));
    this.#field = new AmountField(host);
    this.#outcome = new Outcome(host);
    host.addController(new LanguageController(host));
    host.addController(new FocusController(host));
    host.addController(this);
    host.requestUpdate();
  }

  hostUpdated(): void {
    this.#field.update(this.#state.shown);
  }

  hostConnected(): void {
    this.#disconnect ??= this.#listen();
    this.#send({ type: "connected" });
  }

  /** An element that is only moved is back before this turn is over. */
  hostDisconnected(): void {
    queueMicrotask(() => {
      if (this.#host.isConnected) return;
      this.#disconnect?.();
      this.#disconnect = undefined;
      this.#send({ type: "removed" });
    });
  }

  get key(): string {
    return this.#state.shown.key;
  }

  sell(bought: PurchaseAttributes): void {
    this.#send({ type: "attributes", purchase: this.#identify(bought) });
  }

  prepare(bought: PurchaseAttributes): void {
    if (!this.#state.press) prefetchLock(identify(bought).key);
  }

  refuses(bought: PurchaseAttributes): boolean {
    const isRefused = this.#field.refuses(identify(bought));
    if (isRefused) {
      this.sell(bought);
      this.#send({ type: "refused" });
      this.#field.focus();
    }
    return isRefused;
  }

  async press(bought: PurchaseAttributes, tab: Window | null | undefined): Promise<void> {
    if (this.refuses(bought)) return tab?.close();
    const purchase = this.#identify(bought);
    const number = this.#tabs.size + 1;
    this.#tabs.set(number, tab);
    this.#send({ type: "press", purchase, number, way: tab ? "tab" : tab === null ? "blocked" : "page" });
    this.sell(this.#host.toPurchase());
    await this.#opening;
  }

  reset(): void {
    this.#send({ type: "reset" });
  }

  render(voice: Voice): Shown {
    const { shown } = this.#state;
    const view = toView(this.#state);
    const status = view.checkout?.status;
    return {
      status: status ?? view.foreign?.status,
      story: sayStory(view, shown, voice),
      complaint: sayComplaint({ view, bought: shown, isFirst: this.#isFirst() }, voice),
      outcome: this.#outcome.render(view, shown, voice),
      field: shown.asksAmount ? this.#field.render(shown, view, voice) : undefined,
      isClosed:
        status === "paid" ||
        status === "refunded" ||
        status === "review" ||
        (status === "partially_paid" && !view.payUrl),
    };
  }

  /** Nobody can have paid for this purchase in this browser: nothing was ever opened. */
  #isFirst(): boolean {
    const { shown, checkout } = this.#state;
    return !checkout && !shown.checkoutId && !returnedId() && !recall(shown.key)?.checkout;
  }

  #identify(bought: PurchaseAttributes): Purchase {
    const purchase = identify(bought);
    for (const fault of purchase.faults) if (fault) warn(this.#host.localName, fault);
    return purchase;
  }

  #listen(): () => void {
    const showAgain = () => this.#send({ type: "back" });
    const look = (key: string | null) => {
      if (!this.#isWriting) this.#send({ type: "stored", key });
    };
    const ends = [onRemembered(look), addSeller(this.#seller, () => look(null))];
    addEventListener("pageshow", showAgain);
    return () => {
      for (const end of ends) end();
      removeEventListener("pageshow", showAgain);
      clearTimeout(this.#leaving);
    };
  }

  /** Changes what is remembered; that is no news to this element. */
  #write(work: () => void): void {
    this.#isWriting = true;
    work();
    this.#isWriting = false;
  }

  #seller = () => this.#state.shown;

  #send(input: Input): void {
    const [state, effects] = reduce(this.#state, input);
    this.#state = state;
    if (state.phase !== "leaving") clearTimeout(this.#leaving);
    this.#host.show(toView(state));
    for (const effect of effects) this.#run(effect);
  }

  /** What each effect does. What comes of it is sent back as an input. */
  #effects: { [Type in keyof Effects]: (effect: Effects[Type]) => void } = {
    find: (effect) => this.#find(effect),
    open: (effect) => {
      this.#opening = this.#open(effect);
    },
    go: (effect) => this.#go(effect),
    drop: ({ number }) => this.#tabs.get(number)?.close(),
    undo: ({ number }) => this.#undone.add(number),
    follow: (effect) => this.#follow(effect),
    unfollow: () => this.#unfollow?.(),
    forget: ({ key }) => this.#write(() => forget(key)),
    price: ({ price }) => {
      forgetPrices();
      this.#host.setPrice(price);
    },
    tell: (effect) => tell(this.#host, effect, this.#state.checkout),
  };

  #run(effect: Effect): void {
    (this.#effects[effect.type] as (effect: Effect) => void)(effect);
  }

  #find({ purchase, dismissed }: Effects["find"]): void {
    const looking = { seller: this.#seller, returnedId: returnedId(), dismissed };
    const found = findCheckout(purchase, looking);
    this.#followedKey = found?.key ?? purchase.key;
    const checkout = found?.checkout && safe(found.checkout, found.payUrl);
    if (purchase.asksAmount && checkout && !this.#field.isTyped(purchase))
      this.#host.amount = checkout.amount;
    this.#send({ type: "found", key: purchase.key, found: found && { ...found, checkout } });
  }

  async #open({ number, purchase }: Effects["open"]): Promise<void> {
    try {
      const opened = await openCheckout(purchase, () => this.#undone.has(number));
      if (opened.created) forgetPrices();
      if (this.#state.press?.number === number) this.#followedKey = purchase.key;
      this.#send({ type: "opened", number, ...opened, checkout: safe(opened.checkout, opened.payUrl) });
    } catch (error) {
      const problem = error as Problem;
      if (this.#state.press?.number === number) tellIntegrator(this.#host.localName, problem);
      this.#send({ type: "failed", number, problem });
    }
  }

  #go({ number, url, way }: Effects["go"]): void {
    // A listener of the page may have put the checkout away when it was told of it.
    const isUndone = this.#undone.has(number);
    if (isUndone) this.#tabs.get(number)?.close();
    else if (way === "tab") sendTab(this.#tabs.get(number), url);
    if (isUndone || way !== "page") return;
    this.#leaving = setTimeout(() => this.#send({ type: "stayed" }), LEAVING_MS);
    location.assign(url);
  }

  /** Even a checkout that is settled is read once more: the money may have come late, or gone back. */
  #follow({ id, purchase, isLater }: Effects["follow"]): void {
    this.#unfollow?.();
    if (this.#state.followed?.id !== id) return;
    const { server, clientId } = purchase;
    const key = this.#followedKey;
    const load = server ? checkoutReader(server, id) : requestReader(purchase, key);
    const followed = { key: `${server || clientId} ${id}`, load, waits: !!server };
    const start = () => {
      this.#unfollow = follow(followed, (checkout) => this.#read(checkout, purchase, key));
    };
    if (isLater) {
      const staying = setTimeout(start, STAYING_MS);
      this.#unfollow = () => clearTimeout(staying);
    } else start();
  }

  #read(checkout: Checkout, purchase: Purchase, key: string): void {
    const entry = recall(key);
    const isOwn = entry?.id === checkout.id;
    // The storage was cleared: the checkout may be another customer's.
    const isGone = !isOwn && this.#state.followed?.owner === "own";
    const payUrl = payUrlOf(checkout, { apiUrl: apiOf(purchase).url, link: isOwn ? entry.link : undefined });
    if (isOwn) this.#write(() => update(key, checkout.id, { checkout }));
    this.#send(
      isGone ? { type: "stored", key: null } : { type: "read", checkout: safe(checkout, payUrl), payUrl },
    );
  }
}

/** A checkout as a page may have it: with a link that is safe, or none. */
function safe(checkout: Checkout, payUrl: string | undefined): Checkout {
  return { ...checkout, securePaymentUrl: payUrl ?? null };
}
