import type { OrderHistory } from "../../../contract/contract.ts";
import { eventWords } from "./event-words.ts";
import type { Shown } from "./words.ts";

/** Something that has happened to an order. */
export interface Entry {
  at: string;
  /** Where it comes from. */
  who: "network" | "customer" | "reading" | "time" | "you" | "shop";
  title: string;
  /** Where the order stood afterwards, where that was something else. */
  status?: Shown | undefined;
  /** What the order had received by then, where the status is another one. */
  amountPaid?: string | undefined;
  /** The same to a screen reader as to anyone: why nothing has changed. */
  remark?: string | undefined;
  /** A text that somebody has written. */
  note?: string | undefined;
  raw?: string | undefined;
}

type Change = OrderHistory["changes"][number];

const CAUSES: Record<string, Pick<Entry, "who" | "title">> = {
  registration: { who: "shop", title: "Evidence from before the order was added" },
  time: { who: "time", title: "Time has passed" },
  read: { who: "reading", title: "Read from Request Network" },
};

/** Everything that has happened to an order, newest first. */
export function tellStory(order: OrderHistory): Entry[] {
  const entries = [
    ...order.changes.flatMap((change) => toEntry(change, order)),
    ...order.deliveries.map((delivery) => ofDelivery(delivery, order)),
    opening(order),
  ];
  return entries
    .map((entry, index) => ({ entry, index }))
    .sort((a, b) => Date.parse(b.entry.at) - Date.parse(a.entry.at) || a.index - b.index)
    .map(({ entry }) => entry);
}

function opening(order: OrderHistory): Entry {
  const where = order.origin === null ? "by a payment link" : `on ${order.origin}`;
  return { at: order.createdAt, who: "shop", title: `Order opened ${where}` };
}

function toShown({ status, reason, terms, unverifiedSince }: Change["checkout"]): Shown {
  return { status, reason, terms, unverifiedSince };
}

/** What a delivery has changed is shown with the delivery. */
function toEntry({ at, cause, checkout }: Change, order: OrderHistory): Entry[] {
  if (cause.startsWith("delivery:")) return [];
  const { amountPaid } = checkout;
  if (cause === "resolution") {
    const { as, note } = order.resolutions.find((resolution) => resolution.at === at) ?? {};
    const title = as === "paid" ? "You marked it as paid" : "You closed it";
    return [{ at, who: "you", title, note, status: toShown(checkout) }];
  }
  const words = CAUSES[cause] ?? { who: "reading", title: cause };
  return [{ at, ...words, status: toShown(checkout), amountPaid }];
}

function ofDelivery(delivery: OrderHistory["deliveries"][number], order: OrderHistory): Entry {
  const { seq, receivedAt, body, test } = delivery;
  const { title, isCustomers } = eventWords(delivery);
  const change = order.changes.filter(({ cause }) => cause === `delivery:${seq}`).at(-1)?.checkout;
  return {
    at: receivedAt,
    who: isCustomers ? "customer" : "network",
    title,
    raw: body,
    ...(change
      ? { status: toShown(change), amountPaid: change.amountPaid }
      : { remark: test ? "A test: it is ignored." : "It changed nothing." }),
  };
}
