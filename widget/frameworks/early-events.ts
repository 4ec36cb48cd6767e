import { CHECKOUT_EVENTS } from "./attributes.ts";

/** By element, and by type: the last event of each. */
const early = new WeakMap<EventTarget, Map<string, Event>>();

/** An element of a page that was rendered on a server may have something to say before its framework listens. */
export function rememberEarlyEvents(): void {
  if (!globalThis.document) return;
  for (const name of CHECKOUT_EVENTS)
    document.addEventListener(name, (event) => {
      const [element] = event.composedPath();
      if (!element) return;
      const events = early.get(element) ?? new Map<string, Event>();
      early.set(element, events.set(name, event));
    });
}

/** What an element has dispatched so far; afterwards nothing of it is remembered. */
export function takeEarlyEvents(element: EventTarget): Event[] {
  const events = [...(early.get(element)?.values() ?? [])];
  early.delete(element);
  return events;
}
