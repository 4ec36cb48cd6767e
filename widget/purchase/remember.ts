import type { Checkout, Link, OpenCheckout } from "../../server/contract/contract.ts";
import { encodeJson } from "../lib/encode-json.ts";
import { attempt, dropItem, memoryFallback, readItem } from "./browser-storage.ts";
import { isCheckout } from "./is-checkout.ts";
import { PREFIX } from "./may-remember.ts";

/** What a browser remembers of a purchase, so that one click makes one link. */
export interface Remembered {
  id: string;
  /** What of the purchase does not change when the page resets itself: see `toFamily`. */
  family: string;
  /** When it was opened, and when it was written, by this browser's clock. */
  openedAt: number;
  savedAt?: number;
  amount?: string | undefined;
  currency?: string | undefined;
  /** Where the link leads back to, as the page has said. */
  returns?: string | undefined;
  /** The link that this browser has created; the companion hides its URL until the link is verified. */
  link?: Link | undefined;
  /** What the companion was asked, to be asked again to the letter if it did not answer. */
  body?: OpenCheckout | undefined;
  /** As last seen; missing until the companion has answered. */
  checkout?: Checkout | undefined;
  /** Checkouts of this purchase that it has followed on. */
  past?: string[] | undefined;
}

const VERSION = 2;
const KEPT_MS = 60 * 24 * 60 * 60 * 1000;
const MOST_PAST = 20;

type Listener = (key: string | null) => void;
const listeners = new Set<Listener>();

/** What is remembered of a purchase. Whatever is not valid, of another version or too old is dropped. */
export function recall(key: string): Remembered | undefined {
  const text = readItem(key);
  if (text === null) return undefined;
  const entry = parse(text);
  if (!entry) dropItem(key);
  return entry;
}

/** Remembers a purchase, for the next press, the next visit and the other tabs. */
export function remember(key: string, entry: Remembered): void {
  const before = readItem(key);
  const old = before === null ? undefined : parse(before);
  const past = old && old.id !== entry.id ? [old.id, ...(old.past ?? [])].slice(0, MOST_PAST) : entry.past;
  const { savedAt, ...rest } = { ...entry, past };
  write(key, encodeJson({ v: VERSION, ...rest, savedAt: Date.now() }));
  tell(key);
}

/** Writes what is new of a purchase, unless its storage was cleared meanwhile, or something else has taken its place. */
export function update(key: string, id: string, changes: Partial<Remembered>): void {
  const entry = recall(key);
  if (entry?.id !== id || encodeJson({ ...entry, ...changes }) === encodeJson(entry)) return;
  remember(key, { ...entry, ...changes });
}

export function forget(key: string): void {
  dropItem(key);
  tell(key);
}

/** The purchase of this browser that a checkout belongs to. */
export function findById(id: string): { key: string; entry: Remembered } | undefined {
  for (const key of keysOf(PREFIX)) {
    const entry = recall(key);
    if (entry?.id === id) return { key, entry };
  }
  return undefined;
}

/** Calls back when something else is remembered of a purchase, here or in another tab; of all of them: null. The answer ends it. */
export function onRemembered(changed: Listener): () => void {
  const hear = ({ key }: StorageEvent) => {
    if (key === null) dropCopies();
    if (key === null || key.startsWith(PREFIX)) changed(key);
  };
  addEventListener("storage", hear);
  listeners.add(changed);
  return () => {
    removeEventListener("storage", hear);
    listeners.delete(changed);
  };
}

/** Somebody has cleared the browser's storage: what stood in for it goes, too. */
function dropCopies(): void {
  memoryFallback.clear();
  for (const key of attempt(() => Object.keys(sessionStorage)) ?? [])
    if (key.startsWith(PREFIX)) attempt(() => sessionStorage.removeItem(key));
}

function tell(key: string): void {
  for (const listener of [...listeners]) listener(key);
}

/** Where storage is full, what nobody needs any more makes room. */
function write(key: string, text: string): void {
  const isWritten = (storage: () => Storage) =>
    attempt(() => {
      storage().setItem(key, text);
      return true;
    });
  memoryFallback.delete(key);
  if (isWritten(() => localStorage)) return;
  for (const each of keysOf(PREFIX)) if (each !== key) recall(each);
  attempt(() => localStorage.removeItem(key));
  if (isWritten(() => localStorage) || isWritten(() => sessionStorage)) return;
  memoryFallback.set(key, text);
}

function keysOf(prefix: string): string[] {
  const stored = [() => localStorage, () => sessionStorage].flatMap(
    (storage) => attempt(() => Object.keys(storage())) ?? [],
  );
  return [...new Set([...memoryFallback.keys(), ...stored])].filter((key) => key.startsWith(prefix));
}

function parse(text: string): Remembered | undefined {
  const entry = attempt(() => JSON.parse(text) as Remembered & { v?: unknown });
  if (!entry || entry.v !== VERSION || !isText(entry.id) || !isText(entry.family)) return undefined;
  const { id, amount, currency, returns, link, body, checkout, past = [], openedAt, savedAt = 0 } = entry;
  const isFresh = Math.abs(Date.now() - savedAt) < KEPT_MS && Number.isFinite(openedAt);
  const areTexts = [amount, currency, returns].every((text) => text === undefined || isText(text));
  const isLink =
    !link ||
    (link.requestIds?.length > 0 && [...link.requestIds, link.token, link.securePaymentUrl].every(isText));
  const isBody = body === undefined || (typeof body === "object" && body?.id === id);
  const isOwn = !checkout || (isCheckout(checkout) && checkout.id === id);
  const isPast = Array.isArray(past) && past.every(isText);
  return isFresh && areTexts && isLink && isBody && isOwn && isPast ? entry : undefined;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}
