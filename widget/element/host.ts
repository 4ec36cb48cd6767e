/** The border between an element and its engine: neither knows more of the other than this. */
import type { ReactiveControllerHost } from "lit";
import type { Voice } from "../i18n/format.ts";
import type { Price } from "../purchase/price.ts";
import type { Purchase } from "../purchase/purchase.ts";
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
  toPurchase(): Purchase;
  setPrice(key: string, price: Price): void;
  /** The payer has typed an amount. */
  setAmount(amount: string): void;
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
  /** What went wrong, in the payer's words. */
  complaint?: string | undefined;
  /** What there is to do beside the button. */
  outcome?: unknown;
  /** The field in which the payer types an amount. */
  field?: unknown;
  /** There is nothing to pay any more. */
  isClosed?: boolean;
}

/** Opens a tab inside the press: null where the browser refuses, undefined where the payment page belongs into this one. */
export type OpenTab = () => Window | null | undefined;

export interface ButtonEngine {
  /** The attributes may say something else. */
  sell(purchase: Purchase): void;
  /** A press has begun: its purchase will be needed. */
  prepare(purchase: Purchase): void;
  /** Pays what is shown. Never rejects. A tab that was opened early is closed where the press leads nowhere. */
  press(purchase: Purchase, openTab: OpenTab, early?: Window | null): Promise<void>;
  reset(): void;
  render(voice: Voice): Shown;
}

export interface StatusEngine {
  /** Attributes have changed. */
  hostConnected(): void;
  /** Where the checkout stands, in the payer's words. */
  render(voice: Voice): string;
}
