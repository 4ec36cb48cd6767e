/** What the state machine is told (`Input`), and what it has done (`Effect`). */
import type { Checkout } from "../../server/contract/contract.ts";
import type { Problem, ProblemCode } from "../api/problem.ts";
import type { Price, Purchase } from "../purchase/purchase.ts";

/** How a payer gets to the payment page: in a tab that is open already, by a link because none opened, or in this page. */
export type Way = "tab" | "blocked" | "page";

/** Whose a checkout is that is followed: this browser's purchase, one that the page names, or somebody's, shown as a status only. */
export type Owner = "own" | "named" | "foreign";

export interface Found {
  id: string;
  owner: Owner;
  /** As it is remembered. */
  checkout?: Checkout | undefined;
  payUrl?: string | undefined;
}

/** What has come of a press. */
export interface Opened {
  checkout: Checkout;
  /** Where to pay; undefined where there is nothing to pay. */
  payUrl?: string | undefined;
  /** There is something to pay, and no safe page to do so. */
  problem?: Problem | undefined;
  /** It was opened by this press. */
  created: boolean;
  /** The price that the purchase was opened at; undefined where nobody knew one. */
  price?: Price | undefined;
  /** The browser has made the link, over `price`. */
  isLinkOurs: boolean;
}

export interface Inputs {
  /** The attributes say something else, or the same. */
  attributes: { type: "attributes"; purchase: Purchase };
  press: { type: "press"; purchase: Purchase; number: number; way: Way };
  /** A press before the payer has typed an amount that will do. */
  refused: { type: "refused" };
  opened: { type: "opened"; number: number } & Opened;
  failed: { type: "failed"; number: number; problem: Problem };
  /** What storage and address know of the purchase. */
  found: { type: "found"; key: string; found?: Found | undefined };
  /** Something else is remembered of a purchase; of all of them where the key is null. */
  stored: { type: "stored"; key: string | null };
  read: { type: "read"; checkout: Checkout; payUrl?: string | undefined };
  /** On the page; off it; back by the back button; still here after leaving; put away. */
  moment: { type: "connected" | "removed" | "back" | "stayed" | "reset" };
}
export type Input = Inputs[keyof Inputs];

export interface Effects {
  find: { type: "find"; purchase: Purchase; dismissed: string | undefined };
  open: { type: "open"; number: number; purchase: Purchase };
  /** Sends the payer of a press to pay. */
  go: { type: "go"; number: number; url: string; way: Way };
  /** The press leads nowhere: its tab is closed. */
  drop: { type: "drop"; number: number };
  /** The press was undone: what it has not opened yet is not opened, and nothing of it is remembered. */
  undo: { type: "undo"; number: number };
  /** `isLater`: once it is clear that the payer has stayed on the page. */
  follow: { type: "follow"; id: string; purchase: Purchase; isLater: boolean };
  unfollow: { type: "unfollow" };
  forget: { type: "forget"; key: string };
  /** What the attributes say now costs this. */
  price: { type: "price"; price: Price };
  tell:
    | { type: "tell"; name: "created" | "change" | "paid"; checkout: Checkout }
    | { type: "tell"; name: "error"; code: ProblemCode };
}
export type Effect = Effects[keyof Effects];
