import type { ReactiveController } from "lit";
import type { Checkout } from "../../server/contract/contract.ts";
import { checkoutReader, loadCatalogPrice } from "../api/companion.ts";
import { isPayUrl } from "../api/pay-url.ts";
import { Problem, tellIntegrator } from "../api/problem.ts";
import { apiUrlOf, isLinkOver, loadRequest } from "../api/request-api.ts";
import type { Phase } from "../element/view.ts";
import {
  CheckoutChangeEvent,
  CheckoutCreatedEvent,
  CheckoutErrorEvent,
  CheckoutPaidEvent,
} from "../events.ts";
import { recall } from "../purchase/memory.ts";
import { askAhead } from "../purchase/one-at-a-time.ts";
import { onRemembered, remember } from "../purchase/remember.ts";
import { isSame } from "../purchase/terms.ts";
import type { RequestCheckout } from "../request-checkout.ts";
import { AmountField } from "./amount-field.ts";
import { follow, isOver, type Load } from "./follow.ts";
import { LanguageController } from "./language-controller.ts";
import { type Opened, openCheckout } from "./open-checkout.ts";
import { Outcome } from "./outcome.ts";
import { claimReturn } from "./return.ts";
import { sayComplaint, sayStory } from "./story.ts";

/** After this the page is still there, so that leaving it has not worked. */
const LEAVING_MS = 10_000;
/** A page that is left so soon has no need to ask how the payment goes. */
const STAYING_MS = 1000;

/** Opens and follows the checkout of one `<request-checkout>`, which only shows it. */
export class CheckoutController implements ReactiveController {
  #host: RequestCheckout;
  #outcome: Outcome;
  #field: AmountField;
  #wasBlocked = false;
  #unfollow: (() => void) | undefined;
  #unlisten: (() => void) | undefined;
  #leaving: ReturnType<typeof setTimeout> | undefined;
  /** Set anew whenever what was under way no longer counts. */
  #turn = {};

  constructor(host: RequestCheckout) {
    this.#host = host;
    this.#outcome = new Outcome(host);
    this.#field = new AmountField(host);
    host.refuses = () => this.#field.refuses();
    host.addController(new LanguageController(host));
    host.addController(this);
    host.requestUpdate();
  }

  hostConnected(): void {
    const key = () => this.#host.key;
    this.#unlisten = onRemembered(key, () => this.#host.view.phase === "preparing" || this.find());
    addEventListener("pageshow", this);
    this.find();
  }

  hostDisconnected(): void {
    this.stop();
    this.#unlisten?.();
    removeEventListener("pageshow", this);
    this.#enter("idle");
  }

  hostUpdate(): void {
    const host = this.#host;
    const { voice, view } = host;
    const status = view.checkout?.status;
    host.isClosed =
      status === "paid" ||
      status === "refunded" ||
      status === "review" ||
      (status === "partially_paid" && !view.payUrl);
    host.story = sayStory(view, voice);
    host.complaint = sayComplaint(host, voice);
    host.outcome = this.#outcome.render(voice);
    host.field = this.#field.render(voice);
  }

  /** A payer whose browser has kept the tab from opening goes on with the link. */
  hostUpdated(): void {
    const isBlocked = this.#host.view.phase === "blocked";
    if (isBlocked && !this.#wasBlocked) this.#host.renderRoot.querySelector("a")?.focus();
    this.#wasBlocked = isBlocked;
  }

  /** Back from the hosted page by the back button: the page is as it was left. */
  handleEvent(): void {
    if (this.#host.view.phase !== "leaving") return;
    this.#enter("idle");
    this.find();
  }

  /** Shows the checkout that the page, the payer's return, or this purchase is about. */
  find(): void {
    this.#turn = {};
    this.#unfollow?.();
    const { key, safeServer, checkoutId, view } = this.#host;
    const entry = recall(key);
    // Nobody has been sent to pay one that the companion has not confirmed: another tab may be opening it just now.
    const opened = entry?.checkout;
    const id = checkoutId || claimReturn(this.#host, entry?.id) || opened?.id;
    if (opened && id === opened.id) {
      if (this.#host.payerAmount) this.#host.amount = opened.amount;
      this.#show(opened);
    } else if (view.checkout && view.checkout.id !== id)
      this.#host.setView({ checkout: null, payUrl: undefined });
    if (id && safeServer && id !== opened?.id) this.#follow(id);
  }

  /** A press has begun. */
  prepare(): void {
    const { key, view } = this.#host;
    if (view.phase !== "preparing" && view.phase !== "leaving") askAhead(key);
  }

  /** Goes to the payment page: in `tab`, beside a blocked one (null), or in this tab (undefined). Never rejects. */
  async pay(tab: Window | null | undefined): Promise<void> {
    if (this.#field.refuses()) return tab?.close();
    const turn = this.#turn;
    try {
      const { key, view, product, safeServer } = this.#host;
      const price = view.price ?? (product && safeServer ? await loadCatalogPrice(this.#host) : undefined);
      if (turn === this.#turn) this.#host.setView({ price });
      const opened = await openCheckout(this.#host, {
        key,
        price,
        load: (id) => this.#reader(id)(undefined, false),
      });
      if (turn === this.#turn && this.#accept(opened)) this.#go(opened, tab);
      else tab?.close();
    } catch (error) {
      tab?.close();
      if (turn === this.#turn) this.#fail(error as Problem);
    }
  }

  /** Drops whatever is under way. */
  stop(): void {
    this.#turn = {};
    this.#unfollow?.();
    clearTimeout(this.#leaving);
  }

  /** Shows what has been opened. False where the payer has to look again first, or has nothing to pay. */
  #accept({ entry, checkout, created }: Opened): boolean {
    const { price } = this.#host.view;
    if (created) this.#host.dispatchEvent(new CheckoutCreatedEvent(checkout));
    this.#show(checkout);
    const hasChanged = created && price && !isSame(checkout, price);
    if (hasChanged) {
      if (entry.link) this.#host.reset();
      this.#host.setView({ price: { amount: checkout.amount, currency: checkout.currency } });
      this.#enter("price_changed");
    } else if (!isPayable(checkout)) {
      this.#enter("idle");
    }
    return !hasChanged && isPayable(checkout);
  }

  #go({ checkout }: Opened, tab: Window | null | undefined): void {
    const url = this.#payUrlOf(checkout);
    if (!url)
      throw new Problem(
        "unsafe_payment_url",
        "the link is no payment page of Request Network; a sandbox needs api-url",
      );
    this.#enter(tab ? "idle" : tab === null ? "blocked" : "leaving");
    tab?.location.replace(url);
    if (tab !== undefined) return;
    this.#unfollow?.();
    const staying = setTimeout(() => this.#follow(checkout.id), STAYING_MS);
    this.#unfollow = () => clearTimeout(staying);
    this.#leaving = setTimeout(() => this.#enter("idle"), LEAVING_MS);
    location.assign(url);
  }

  /** The companion hides the URL of a link that it has not proven; the browser that has created it knows it. */
  #payUrlOf(checkout: Checkout): string | undefined {
    const entry = recall(this.#host.key);
    const url =
      checkout.securePaymentUrl ?? (entry?.id === checkout.id ? entry.link?.securePaymentUrl : undefined);
    return url && isPayable(checkout) && isPayUrl(url, apiUrlOf(this.#host)) ? url : undefined;
  }

  /** Even a checkout whose story was over is read once more: the money may have come late, or gone back. */
  #show(checkout: Checkout): void {
    this.#update(checkout);
    this.#follow(checkout.id);
  }

  #follow(id: string): void {
    this.#unfollow?.();
    const { safeServer: server, clientId } = this.#host;
    const followed = { key: `${server || clientId} ${id}`, load: this.#reader(id), waits: !!server };
    this.#unfollow = follow(followed, (checkout) => this.#update(checkout, true));
  }

  #reader(id: string): Load {
    const { safeServer: server, clientId } = this.#host;
    const { key } = this.#host;
    if (server) return checkoutReader(server, id);
    const api = { url: apiUrlOf(this.#host), clientId };
    let isOpen = false;
    return async (signal) => {
      const { link, checkout } = recall(key) ?? {};
      if (!link || !checkout) throw new Problem("not_found", "this browser does not know the checkout");
      const read = await loadRequest(api, { requestId: link.requestIds[0] ?? "", checkout, signal });
      isOpen ||= read.status !== "pending" || !(await isLinkOver(api, link.token, signal));
      return isOpen ? read : { ...read, status: "expired", securePaymentUrl: null };
    };
  }

  /** Shows a checkout. What was `read` is news; what is remembered or has just been opened is none. */
  #update(known: Checkout, read = false): void {
    const { key, view } = this.#host;
    const payUrl = this.#payUrlOf(known);
    const checkout = { ...known, securePaymentUrl: payUrl ?? null };
    const before = view.checkout;
    const entry = recall(key);
    if (entry?.id === checkout.id) remember(key, { ...entry, checkout });
    if (JSON.stringify(before) === JSON.stringify(checkout)) return;
    if (view.phase === "failed" || view.phase === "blocked") this.#enter("idle");
    this.#host.setView({ checkout, payUrl });
    if (!read && before?.id !== checkout.id) return;
    this.#host.dispatchEvent(new CheckoutChangeEvent(checkout));
    if (checkout.status === "paid" && before?.status !== "paid")
      this.#host.dispatchEvent(new CheckoutPaidEvent(checkout));
  }

  #fail(problem: Problem): void {
    tellIntegrator(this.#host.localName, problem);
    this.#host.setView({ problem });
    this.#enter("failed");
    this.#host.dispatchEvent(new CheckoutErrorEvent(this.#host.checkout, problem.code ?? "internal"));
  }

  #enter(phase: Phase): void {
    clearTimeout(this.#leaving);
    this.#host.setView({ phase });
  }
}

function isPayable(checkout: Checkout): boolean {
  return !isOver(checkout) && checkout.status !== "review";
}
