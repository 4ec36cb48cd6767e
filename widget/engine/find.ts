import { apiOf } from "../api/request-api.ts";
import { returnedId } from "../lib/returned-id.ts";
import { toFamily } from "../purchase/identity.ts";
import type { Purchase } from "../purchase/purchase.ts";
import { findById, type Remembered, recall } from "../purchase/remember.ts";
import type { Found, Owner } from "./inputs.ts";
import { payUrlOf } from "./pay-url-of.ts";

/** What an element on this page sells. The first that came is the first in the list. */
type Seller = () => Purchase;

const sellers = new Map<Seller, () => void>();

/**
 * Makes an element known to the others, with which it shares the page's returned checkout, and calls back when there is another.
 * The answer ends that.
 */
export function addSeller(seller: Seller, changed: () => void): () => void {
  const others = [...sellers.values()];
  sellers.set(seller, changed);
  if (returnedId()) for (const notify of others) notify();
  return () => sellers.delete(seller);
}

interface Looking {
  seller: Seller;
  /** The id in the page's address. */
  returnedId: string;
  dismissed: string | undefined;
}

export interface FoundEntry extends Found {
  /** Where it is remembered. */
  key: string;
}

/**
 * The checkout to show for a purchase: the one that the page names, the one that the payer has returned with, or the one that
 * this browser remembers. The newest counts.
 */
export function findCheckout(
  purchase: Purchase,
  { seller, returnedId, dismissed }: Looking,
): FoundEntry | undefined {
  const { key, checkoutId, server } = purchase;
  const own = recall(key);
  const opened = own?.checkout ? own : undefined;
  const remembered = opened && toFound(purchase, { key, entry: opened, owner: "own" });
  if (checkoutId) return opened?.id === checkoutId ? remembered : { id: checkoutId, owner: "named", key };
  if (!returnedId || returnedId === dismissed || returnedId === own?.id || own?.past?.includes(returnedId))
    return remembered;
  const returned = findById(returnedId);
  if (returned?.entry.checkout) {
    const isOurs = returned.entry.family === toFamily(purchase) && isFirst(seller, returned);
    const isNewest = !opened || opened.openedAt < returned.entry.openedAt;
    return isOurs && isNewest ? toFound(purchase, { ...returned, owner: "own" }) : remembered;
  }
  const isAlone = server && !opened && !returned && isOnlyFamily(seller);
  return isAlone ? { id: returnedId, owner: "foreign", key } : remembered;
}

function toFound(
  purchase: Purchase,
  { key, entry, owner }: { key: string; entry: Remembered; owner: Owner },
): FoundEntry {
  const { id, checkout, link } = entry;
  const payUrl = checkout && payUrlOf(checkout, { apiUrl: apiOf(purchase).url, link });
  return { id, key, owner, checkout, payUrl };
}

/** Whether no element sells exactly what the payer has returned from, and none of its family came before. */
function isFirst(seller: Seller, { key, entry }: { key: string; entry: Remembered }): boolean {
  const all = [...sellers.keys()].map((each) => ({ each, purchase: each() }));
  if (all.some(({ purchase }) => purchase.key === key)) return false;
  return all.find(({ purchase }) => toFamily(purchase) === entry.family)?.each === seller;
}

/** Whose an unknown checkout is, nobody can say where a page sells several things. */
function isOnlyFamily(seller: Seller): boolean {
  const companions = [...sellers.keys()].filter((each) => each().server);
  const families = new Set(companions.map((each) => toFamily(each())));
  return families.size === 1 && companions[0] === seller;
}
