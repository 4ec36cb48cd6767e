import type { Totals } from "../../../contract/contract.ts";
import { createCommandQueue } from "../data/command-queue.ts";
import { type Filter, toQuery } from "../data/filter.ts";
import { countNews, loadMore, type OrderList, reload } from "../data/order-list.ts";
import { saveFile } from "../data/save-file.ts";
import { ordersView } from "../views/orders-view.ts";
import { toCount } from "../words/format.ts";
import type { Screen, ScreenContext } from "./screen.ts";

/** Totals read every order of the filter: often enough where nothing has moved. */
const TOTALS_EVERY_MS = 30_000;
const TYPING_MS = 350;
const NOTHING: OrderList = { orders: [], cursor: null };

export interface OrdersScreen extends Screen {
  /** Shows what another filter finds. */
  show: (filter: Filter) => void;
}

export function createOrdersScreen(
  first: Filter,
  { api, draw, look, go, say, fail }: ScreenContext,
): OrdersScreen {
  let filter = first;
  let list: OrderList | undefined;
  let totals: Totals | undefined;
  let totalsAt = 0;
  let typing: ReturnType<typeof setTimeout> | undefined;
  const commands = createCommandQueue({ draw, fail });

  async function load(): Promise<boolean> {
    const asked = filter;
    const before = list;
    const after = await reload(api, toQuery(asked), before ?? NOTHING);
    if (asked !== filter) return true;
    list = after;
    const news = before ? countNews(before, after) : 0;
    const hasChanged = before === undefined || news > 0 || before.orders.length !== after.orders.length;
    if (news > 0) say(`${toCount(news, "order")} new or changed`);
    draw();
    if (hasChanged || Date.now() - totalsAt > TOTALS_EVERY_MS) await loadTotals(asked);
    return hasChanged;
  }

  async function loadTotals(asked: Filter): Promise<void> {
    const found = await api.totals(toQuery(asked));
    if (asked !== filter) return;
    totals = found;
    totalsAt = Date.now();
    draw();
  }

  function show(next: Filter): void {
    const isOther = toQuery(next).toString() !== toQuery(filter).toString();
    filter = next;
    if (isOther) {
      list = undefined;
      totals = undefined;
    }
    draw();
    if (isOther) look();
  }

  function choose(patch: Partial<Filter>): void {
    clearTimeout(typing);
    const next = { ...filter, ...patch };
    if (!("search" in patch)) go({ view: "orders", filter: next });
    else typing = setTimeout(() => go({ view: "orders", filter: next }, { isPassing: true }), TYPING_MS);
  }

  const more = () =>
    commands.busy(async () => {
      const asked = filter;
      const before = list ?? NOTHING;
      const after = await loadMore(api, toQuery(asked), before);
      if (asked !== filter) return;
      list = after;
      say(`${toCount(after.orders.length - before.orders.length, "more order")} loaded`);
    });

  const download = () =>
    commands.busy(async () => {
      saveFile(await api.csv(toQuery(filter)), `orders-${new Date().toISOString().slice(0, 10)}.csv`);
      say("The table is downloaded");
    });

  return {
    title: () => "Orders",
    isLoaded: () => list !== undefined,
    load: () => commands.inTurn(load),
    show,
    view: () => ordersView({ filter, list, totals, isBusy: commands.isBusy, choose, more, download }),
  };
}
