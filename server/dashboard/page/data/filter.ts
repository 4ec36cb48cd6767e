import type { CheckoutStatus, Order } from "../../../contract/contract.ts";

export type Show = "all" | "review" | "unverified" | "paid" | "open" | "refunded" | "expired" | "refuted";

/** What of the orders is shown. Days are as a date field has them, in the time of whoever looks; `to` is included. */
export interface Filter {
  show: Show;
  search: string;
  from: string;
  to: string;
  /** Only orders with a notification that is not sent yet, or was given up. */
  isUnsent: boolean;
}

export const EVERYTHING: Filter = { show: "all", search: "", from: "", to: "", isUnsent: false };

interface Choice {
  show: Show;
  label: string;
  statuses: readonly CheckoutStatus[];
  terms?: Order["terms"];
  /** Whether money is reported that nothing verifies. */
  unverified?: boolean;
}

export const SHOWS: readonly Choice[] = [
  { show: "all", label: "All", statuses: [] },
  { show: "review", label: "Needs review", statuses: ["review"] },
  {
    show: "unverified",
    label: "Unverified",
    statuses: ["processing"],
    terms: "unverified",
    unverified: true,
  },
  { show: "paid", label: "Paid", statuses: ["paid"] },
  {
    show: "open",
    label: "Open",
    statuses: ["pending", "processing", "partially_paid", "failed"],
    unverified: false,
  },
  { show: "refunded", label: "Refunded", statuses: ["refunded"] },
  { show: "expired", label: "Expired", statuses: ["expired"] },
  { show: "refuted", label: "Refuted", statuses: ["expired"], terms: "refuted" },
];

/** As earlier releases wrote them into addresses. */
const FORMER_SHOWS: Record<string, Show> = { decide: "review", over: "expired" };

const SHORTEST_DAY = "0001-01-01".length;

/** The filter as the merchant's routes understand it. */
export function toQuery({ show, search, from, to, isUnsent }: Filter): URLSearchParams {
  const { statuses = [], terms = "", unverified = "" } = SHOWS.find((one) => one.show === show) ?? {};
  const until = to && new Date(`${to}T00:00`);
  if (until) until.setDate(until.getDate() + 1);
  const pairs = {
    status: statuses.join(","),
    terms,
    unverified: String(unverified),
    search: search.trim().slice(0, 255),
    since: from && new Date(`${from}T00:00`).toISOString(),
    until: typeof until === "string" ? "" : until.toISOString(),
    notification: isUnsent ? "unsent" : "",
  };
  return new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ""));
}

/** The filter as the page's own address has it. */
export function toAddress({ isUnsent, ...texts }: Filter): string {
  const pairs = { ...texts, show: texts.show === "all" ? "" : texts.show, unsent: isUnsent ? "yes" : "" };
  const query = new URLSearchParams(Object.entries(pairs).filter(([, value]) => value !== ""));
  return query.size > 0 ? `#/?${query}` : "#/";
}

export function parseFilter(query: URLSearchParams): Filter {
  const asked = query.get("show") ?? "";
  const show = SHOWS.find((one) => one.show === (FORMER_SHOWS[asked] ?? asked))?.show ?? "all";
  return {
    show,
    search: query.get("search")?.slice(0, 255) ?? "",
    from: toDay(query.get("from")),
    to: toDay(query.get("to")),
    isUnsent: query.get("unsent") === "yes",
  };
}

/** A day that a date field takes, else none. */
export function toDay(text: string | null): string {
  if (text?.length !== SHORTEST_DAY || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return "";
  const isDay = !Number.isNaN(Date.parse(`${text}T00:00`)) && Number(text.slice(0, 4)) > 1969;
  return isDay ? text : "";
}
