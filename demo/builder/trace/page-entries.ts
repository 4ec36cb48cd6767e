import type { Entry } from "./entry.ts";
import type { Call, Note } from "./notes.ts";

/** What calls are for, by method and path. */
const PURPOSES: [pattern: RegExp, purpose: string][] = [
  [/^POST \/v2\/secure-payments$/, "Creates the payment link"],
  [/^GET \/v2\/secure-payments\//, "Looks whether the link is still open"],
  [/^GET \/v2\/request\//, "Reads the request’s state"],
  [/^POST \/v1\/checkouts$/, "Opens the checkout"],
  [/^GET \/v1\/checkouts\//, "Follows the status"],
  [/^GET \/v1\/products\//, "Asks for the price"],
];

/** What the page saw, as lines of the trace. */
export function toPageEntries(notes: readonly Note[]): Entry[] {
  return notes.map(toEntry);
}

function toEntry(note: Note): Entry {
  const own = { at: note.at, from: "page", to: "page", tone: "plain", count: 1 } as const;
  switch (note.kind) {
    case "load":
      return { ...own, title: "The element is on the page" };
    case "press":
      return { ...own, title: "The payer presses the button" };
    case "return":
      return { ...own, title: "The payer is back on the page" };
    case "act":
      return { ...own, from: "network", to: "network", title: note.text };
    case "event":
      return {
        ...own,
        title: note.name === "checkout-paid" ? note.name : `${note.name}: ${note.code ?? say(note.status)}`,
        tone: note.name === "checkout-paid" ? "good" : note.name === "checkout-error" ? "bad" : "plain",
      };
    case "call":
      return { ...own, ...toCallEntry(note) };
  }
}

function toCallEntry({ method, path, to, status }: Call) {
  const call = `${method} ${path}`;
  return {
    to,
    title: PURPOSES.find(([pattern]) => pattern.test(call))?.[1] ?? "Calls",
    code: `${method} ${shorten(path)} → ${status ?? "no answer"}`,
    tone: status !== null && status < 400 ? ("plain" as const) : ("bad" as const),
  };
}

function say(status = ""): string {
  return status.replaceAll("_", " ");
}

/** Ids are long, and nobody reads them to the end. */
function shorten(path: string): string {
  return path.replace(/[^/]{16,}/g, (id) => (id === "secure-payments" ? id : `${id.slice(0, 6)}…`));
}
