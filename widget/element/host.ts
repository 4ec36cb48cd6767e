/** The border between an element and its engine: neither knows more of the other than this. */
import type { ReactiveControllerHost } from "lit";
import type { Voice } from "../i18n/format.ts";
import type { Price, PurchaseAttributes } from "../purchase/purchase.ts";
import type { View } from "./view.ts";

/** What the engine may do with an element. It reads no attribute. */
export interface EngineHost extends ReactiveControllerHost, EventTarget {
  readonly localName: string;
  readonly isConnected: boolean;
  readonly ownerDocument: Document;
  readonly renderRoot: HTMLElement | DocumentFragment;
  readonly voice: Voice;
  readonly view: View;
  show(view: View): void;
}

export interface ButtonHost extends EngineHost {
  /** What the attributes say at this moment. */
  toPurchase(): PurchaseAttributes;
  /** The companion asks for another price than is shown. */
  setPrice(price: Price): void;
  /** Set to what the payer has typed. */
  amount: string;
  pay(): Promise<void>;
  reset(): void;
}

export interface StatusHost extends EngineHost {
  /** The companion's URL, and the checkout to follow; empty where there is none. */
  readonly safeServer: string;
  readonly followed: string;
}

/** What is shown beside the button and its price. */
export interface Shown {
  /** Where the checkout stands, in the payer's words. */
  story?: string | undefined;
  status?: string | undefined;
  /** What went wrong, in the payer's words. */
  complaint?: string | undefined;
  /** What there is to do beside the button. */
  outcome?: unknown;
  /** The field in which the payer types an amount. */
  field?: unknown;
  /** There is nothing to pay any more. */
  isClosed?: boolean;
}

export interface ButtonEngine {
  /** What this browser remembers the purchase by. */
  readonly key: string;
  /** The attributes may say something else. */
  sell(bought: PurchaseAttributes): void;
  /** A press has begun: its purchase will be needed. */
  prepare(bought: PurchaseAttributes): void;
  /** Whether another amount has to be typed first. Then the payer is told so. */
  refuses(bought: PurchaseAttributes): boolean;
  /**
   * Pays what is shown, in a tab that was opened in the press: null where the browser has refused it, undefined where the payment
   * page belongs into this one. Never rejects.
   */
  press(bought: PurchaseAttributes, tab: Window | null | undefined): Promise<void>;
  reset(): void;
  render(voice: Voice): Shown;
}

export interface StatusEngine {
  /** Attributes have changed. */
  hostConnected(): void;
  /** Where the checkout stands, in the payer's words. */
  render(voice: Voice): string;
}
