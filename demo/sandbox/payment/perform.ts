import { type LinkState, toLinkState } from "../model/link-state.ts";
import type { PaymentLink } from "../model/payment-link.ts";
import { ownerOf, type State } from "../model/state.ts";
import type { Courier } from "../webhooks/courier.ts";
import type { EventBody } from "../webhooks/events.ts";
import { ACTIONS, type ActionBody, type ActionName } from "./actions.ts";
import { RefusedPayment } from "./admit.ts";
import { lapseSafes } from "./safe.ts";

/** What an action brought about. */
export interface Performed {
  state: LinkState;
  /** The bodies of its events, in their order, sent or not. */
  events: readonly EventBody[];
  /** Whether each delivery was taken at the first attempt, once all first attempts have ended. */
  delivered: Promise<boolean[]>;
}

export interface Performer {
  /** @throws {Problem} when the action can't be done to the link as it stands */
  perform(link: PaymentLink, action: ActionName, body: ActionBody): Performed;
  tell(link: PaymentLink, events: readonly EventBody[], how?: ActionBody["deliveries"]): Promise<boolean[]>;
  /** Gives up Safe transactions whose deadline has passed. */
  lapse(): void;
  close(): void;
}

export interface PerformerOptions {
  state: State;
  courier: Courier;
  now: () => number;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Does to links what payers do, and sends the events of it. */
export function createPerformer({ state, courier, now }: PerformerOptions): Performer {
  const timers = new Set<NodeJS.Timeout>();

  async function tell(
    link: PaymentLink,
    events: readonly EventBody[],
    how: ActionBody["deliveries"] = "all",
  ) {
    if (how === "lost") return [];
    const owner = ownerOf(state, link);
    const ordered = how === "reversed" ? events.toReversed() : events;
    const rounds = how === "twice" ? [ordered, ordered] : [ordered];
    return (await Promise.all(rounds.map((round) => courier.send(owner, round)))).flat();
  }

  function lapse(): void {
    for (const { link, events } of lapseSafes(state, now())) void tell(link, events);
  }

  /** So that a deadline passes also while nobody calls. */
  function watchDeadline({ safe }: PaymentLink): void {
    if (!safe) return;
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        lapse();
      },
      Math.min(Math.max(safe.deadline - now(), 0), LONGEST_TIMER_MS),
    );
    timers.add(timer.unref());
  }

  return {
    tell,
    lapse,
    perform(link, action, body) {
      try {
        const events = ACTIONS[action](link, body, { state, nowMs: now() });
        watchDeadline(link);
        return { state: toLinkState(link, now()), events, delivered: tell(link, events, body.deliveries) };
      } catch (error) {
        // Nobody waits for webhooks, neither the payer nor the caller.
        if (error instanceof RefusedPayment) void tell(link, error.events, body.deliveries);
        throw error;
      }
    },
    close() {
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
