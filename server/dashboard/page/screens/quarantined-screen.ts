import type { Delivery } from "../../../contract/contract.ts";
import { createDesk } from "../data/desk.ts";
import { quarantinedView } from "../views/quarantined-view.ts";
import type { Screen, Stage } from "./screen.ts";

const PAGE = "50";

/** Messages that could not be used: the newest page is read again, what lies below it never changes. */
export function createQuarantinedScreen({ api, draw, fail }: Stage): Screen {
  let known: ReadonlyMap<number, Delivery> | undefined;
  let cursor: string | null = null;
  const desk = createDesk({ draw, fail });

  async function load(): Promise<boolean> {
    const page = await api.quarantined(new URLSearchParams({ limit: PAGE }));
    const isFirst = known === undefined;
    const before = known?.size ?? 0;
    if (isFirst) cursor = page.nextCursor;
    add(page.deliveries);
    draw();
    return isFirst || known?.size !== before;
  }

  function add(deliveries: readonly Delivery[]): void {
    known = new Map([...(known ?? []), ...deliveries.map((one) => [one.seq, one] as const)]);
  }

  const more = () =>
    desk.busy(async () => {
      if (cursor === null) return;
      const page = await api.quarantined(new URLSearchParams({ limit: PAGE, cursor }));
      cursor = page.nextCursor;
      add(page.deliveries);
    });

  return {
    title: () => "Quarantined",
    isLoaded: () => known !== undefined,
    load: () => desk.inTurn(load),
    view: () => {
      const deliveries = known && [...known.values()].sort((a, b) => b.seq - a.seq);
      return quarantinedView({ deliveries, hasMore: cursor !== null, isBusy: desk.isBusy, more });
    },
  };
}
