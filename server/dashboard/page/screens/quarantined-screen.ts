import type { Delivery } from "../../../contract/contract.ts";
import { createCommandQueue } from "../data/command-queue.ts";
import { quarantinedView } from "../views/quarantined-view.ts";
import type { Screen, ScreenContext } from "./screen.ts";

const PAGE = "50";

/** Messages that could not be used: the newest page is read again, what lies below it never changes. */
export function createQuarantinedScreen({ api, draw, fail }: ScreenContext): Screen {
  let known: ReadonlyMap<number, Delivery> | undefined;
  let cursor: string | null = null;
  const commands = createCommandQueue({ draw, fail });

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
    commands.busy(async () => {
      if (cursor === null) return;
      const page = await api.quarantined(new URLSearchParams({ limit: PAGE, cursor }));
      cursor = page.nextCursor;
      add(page.deliveries);
    });

  return {
    title: () => "Quarantined",
    isLoaded: () => known !== undefined,
    load: () => commands.inTurn(load),
    view: () => {
      const deliveries = known && [...known.values()].sort((a, b) => b.seq - a.seq);
      return quarantinedView({ deliveries, hasMore: cursor !== null, isBusy: commands.isBusy, more });
    },
  };
}
