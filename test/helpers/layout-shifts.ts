import type { BrowserContext, Page } from "playwright-core";

/** What the browser counts as a shift; the elements that moved are named where they are the page's own. */
export interface LayoutShift {
  value: number;
  moved: string[];
}

interface ShiftEntry extends PerformanceEntry {
  value: number;
  sources: { node: Node | null }[];
}

type Watching = Window & { shifts?: ShiftEntry[]; watcher?: PerformanceObserver };

/** From the first paint of every page on, also those that answer to a press. */
export async function watchLayoutShifts(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const watching = window as Watching;
    watching.shifts = [];
    watching.watcher = new PerformanceObserver((list) => {
      watching.shifts?.push(...(list.getEntries() as ShiftEntry[]));
    });
    watching.watcher.observe({ type: "layout-shift", buffered: true });
  });
}

/** All shifts since the last time, once what is there has been painted. */
export function takeLayoutShifts(page: Page): Promise<LayoutShift[]> {
  return page.evaluate(async () => {
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((painted) => requestAnimationFrame(() => painted(undefined)));
    const watching = window as Watching;
    const entries = [
      ...(watching.shifts ?? []),
      ...((watching.watcher?.takeRecords() ?? []) as ShiftEntry[]),
    ];
    watching.shifts = [];
    return entries.map(({ value, sources }) => ({
      value,
      moved: sources.flatMap(({ node }) =>
        node?.isConnected && node.getRootNode() === document ? [node.nodeName] : [],
      ),
    }));
  });
}
