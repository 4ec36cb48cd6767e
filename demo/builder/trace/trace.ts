import type { OrderHistory } from "../../../server/contract/contract.ts";
import type { Attempt } from "../../sandbox/webhooks/courier.ts";
import { toCompanionEntries } from "./companion-entries.ts";
import { type Group, toGroups } from "./entry.ts";
import { type Journal, toStarts } from "./notes.ts";
import { toPageEntries } from "./page-entries.ts";
import { toWebhookEntries } from "./webhook-entries.ts";

/** What companion and sandbox say of the payments in a journal. */
export interface Findings {
  attempts: readonly Attempt[];
  orders: readonly OrderHistory[];
}

/** Everything that happened, from all three sides, in one order of time; a group for each purchase. */
export function toTrace({ since, notes, subjects }: Journal, { attempts, orders }: Findings): Group[] {
  const requestIds = new Set(subjects.map(({ requestId }) => requestId).filter(Boolean));
  for (const order of orders) for (const id of order.requestIds) requestIds.add(id);
  const entries = [
    ...toPageEntries(notes),
    ...toWebhookEntries(attempts, requestIds),
    ...orders.flatMap(toCompanionEntries),
  ];
  return toGroups(
    entries.filter(({ at }) => at >= since),
    toStarts(notes),
  );
}
