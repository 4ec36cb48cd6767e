import type { CheckoutErrorEvent, CheckoutEvent } from "../../../widget/element/checkout-event.ts";
import { recall } from "../../../widget/purchase/remember.ts";
import type { RequestCheckout } from "../../../widget/request-checkout.ts";
import { observeCalls } from "../trace/calls.ts";
import type { Group } from "../trace/entry.ts";
import {
  addSubject,
  dropUnused,
  type Journal,
  loadJournal,
  type Note,
  type Subject,
  saveJournal,
} from "../trace/notes.ts";
import { type Findings, toTrace } from "../trace/trace.ts";
import { watch } from "../trace/watch.ts";

const EVENTS = ["checkout-created", "checkout-change", "checkout-paid", "checkout-error"] as const;

export interface Tracer {
  readonly groups: readonly Group[];
  /** Something has been done with the element. */
  readonly isUsed: boolean;
  /** Something begins: an element on the page, a press, the payer's return. */
  begin(kind: "load" | "press" | "return"): void;
  /** Somebody has done something to the sandbox. */
  act(text: string): void;
  clear(): void;
  /** The token of the link that an element's payment goes by; empty where there is none. A paid one is remembered. */
  tokenOf(element: RequestCheckout): string;
  /** Something is about to happen: looks at once. */
  wake(): void;
  /** The `fetch` that is not traced. */
  fetch: typeof fetch;
}

/** Keeps the trace of everything that the element on this page does, and tells when there is more of it. */
export function startTracer(
  origins: { companion: string; sandbox: string },
  changed: (hasNews: boolean) => void,
): Tracer {
  let journal: Journal = loadJournal();
  let findings: Findings = { attempts: [], orders: [] };
  const note = (added: Note) => {
    journal = { ...journal, notes: [...journal.notes, added] };
    saveJournal(journal);
    changed(false);
  };
  const fetch = observeCalls(origins, note);
  const watching = watch({
    fetch,
    sandbox: origins.sandbox,
    subjects: () => journal.subjects,
    tell(found) {
      findings = found;
      changed(true);
    },
  });
  for (const name of EVENTS)
    document.addEventListener(name, (event) => {
      const { target, checkout, code } = event as CheckoutEvent as CheckoutErrorEvent;
      const subject = toSubject(target as RequestCheckout, checkout);
      if (subject) journal = { ...journal, subjects: addSubject(journal.subjects, subject) };
      note({ kind: "event", at: Date.now(), name, status: checkout?.status, code });
      watching.wake();
    });
  return {
    fetch,
    wake: watching.wake,
    get groups() {
      return toTrace(journal, findings);
    },
    get isUsed() {
      return journal.notes.some(({ kind }) => kind !== "load" && kind !== "call");
    },
    begin(kind) {
      if (kind === "load") journal = { ...journal, notes: dropUnused(journal.notes) };
      note({ kind, at: Date.now() });
    },
    tokenOf(element) {
      const subject = toSubject(element);
      const before = journal.subjects.find(({ checkoutId }) => checkoutId === subject?.checkoutId);
      return subject?.token || before?.token || "";
    },
    act: (text) => note({ kind: "act", at: Date.now(), text }),
    clear() {
      journal = { ...journal, since: Date.now(), notes: [] };
      saveJournal(journal);
      changed(false);
    },
  };
}

/** What an element is being paid for. The link's token stands in its pay URL, or in what the browser remembers of the purchase. */
function toSubject(element: RequestCheckout, checkout = element.checkout): Subject | undefined {
  if (!checkout) return undefined;
  const { link } = recall(element.key) ?? {};
  const url = checkout.securePaymentUrl ?? link?.securePaymentUrl;
  return {
    checkoutId: checkout.id,
    requestId: link?.requestIds[0] ?? "",
    token: link?.token ?? (url ? (new URL(url).searchParams.get("token") ?? "") : ""),
    hasCompanion: element.server !== "",
  };
}
