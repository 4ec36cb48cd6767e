import type { CheckoutStatus } from "../../contract.ts";

export type Show = "all" | "decide" | "paid" | "open" | "refunded" | "over";

/** What of the orders is shown. Days are as a date field has them, in the time of whoever looks; `to` is included. */
export interface Filter {
  show: Show;
  search: string;
  from: string;
  to: string;
  /** Only orders of which the shop's own system, or its mailbox, has not heard everything. */
  isUntold: boolean;
}

export const EVERYTHING: Filter = { show: "all", search: "", from: "", to: "", isUntold: false };

export const SHOWS: readonly { show: Show; label: string; statuses: readonly CheckoutStatus[] }[] = [
  { show: "all", label: "All", statuses: [] },
  { show: "decide", label: "To decide", statuses: ["review"] },
  { show: "paid", label: "Paid", statuses: ["paid"] },
  { show: "open", label: "Open", statuses: ["pending", "processing", "partially_paid", "failed"] },
  { show: "refunded", label: "Refunded", statuses: ["refunded"] },
  { show: "over", label: "Not paid, over", statuses: ["expired"] },
];

const SHORTEST_DAY = "0001-01-01".length;

/** The filter as the merchant's routes understand it. */
export function toQuery({ show, search, from, to, isUntold }: Filter): URLSearchParams {
  const statuses = SHOWS.find((one) => one.show === show)?.statuses ?? [];
  const until = to && new Date(`${to}T00:00`);
  if (until) until.setDate(until.getDate() + 1);
  const pairs = {
    status: statuses.join(","),
    search: search.trim().slice(0, 255),
    since: from && new Date(`${from}T00:00`).toISOString(),
    until: typeof until === "string" ? "" : until.toISOString(),
    notification: isUntold ? "unsent" : "",
  };
  return new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ""));
}

/** The filter as the page's own address has it. */
export function toAddress({ isUntold, ...texts }: Filter): string {
  const pairs = { ...texts, show: texts.show === "all" ? "" : texts.show, untold: isUntold ? "yes" : "" };
  const query = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ""));
  return query.size > 0 ? `#/?${query}` : "#/";
}

export function parseFilter(query: URLSearchParams): Filter {
  const show = SHOWS.find((one) => one.show === query.get("show"))?.show ?? "all";
  return {
    show,
    search: query.get("search")?.slice(0, 255) ?? "",
    from: toDay(query.get("from")),
    to: toDay(query.get("to")),
    isUntold: query.get("untold") === "yes",
  };
}

/** A day that a date field takes, else none. */
export function toDay(text: string | null): string {
  if (text?.length !== SHORTEST_DAY || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return "";
  const isDay = !Number.isNaN(Date.parse(`${text}T00:00`)) && Number(text.slice(0, 4)) > 1969;
  return isDay ? text : "";
}
