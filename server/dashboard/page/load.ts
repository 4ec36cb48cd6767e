import type { Delivery, Order, OrderHistory, OrderTotals } from "../../contract.ts";
import type { Api } from "./api.ts";
import { append, type List, refresh } from "./list.ts";
import { type Place, toQuery } from "./place.ts";

/** What a place shows. */
export type Shown =
  | { view: "orders"; list: List<Order>; totals: OrderTotals[] }
  | { view: "order"; order: OrderHistory }
  | { view: "aside"; list: List<Delivery> };

const idOf = ({ id }: Order) => id;
const seqOf = ({ seq }: Delivery) => seq;

/** Everything that a place shows, anew; of a long list, the rest stays as it was. */
export async function load(api: Api, place: Place, before?: Shown): Promise<Shown> {
  if (place.view === "order") return { view: "order", order: await api.order(place.id) };
  if (place.view === "aside") {
    const fresh = await api.keptAside();
    return { view: "aside", list: before?.view === "aside" ? refresh(fresh, before.list, seqOf) : fresh };
  }
  const query = toQuery(place.filter);
  const [fresh, totals] = await Promise.all([api.orders(query), api.totals(query)]);
  const list = before?.view === "orders" ? refresh(fresh, before.list, idOf) : fresh;
  return { view: "orders", list, totals };
}

/** The same place with one page more. */
export async function loadMore(api: Api, place: Place, shown: Shown): Promise<Shown> {
  if (shown.view === "order" || shown.list.nextCursor === null) return shown;
  const cursor = shown.list.nextCursor;
  if (shown.view === "aside") return { ...shown, list: append(shown.list, await api.keptAside(cursor)) };
  const query = place.view === "orders" ? toQuery(place.filter) : new URLSearchParams();
  query.set("cursor", cursor);
  return { ...shown, list: append(shown.list, await api.orders(query)) };
}
