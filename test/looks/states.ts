import type { Checkout } from "../../server/contract/contract.ts";
import type { WidgetAnswer } from "../helpers/widget-world.ts";

/** The one checkout that each state's companion knows. */
export const CHECKOUT_ID = "0d3c7c3e-5c3b-4f8e-9d55-0a1b2c3d4e5f";

/** A state that a payer may see an element in. */
export interface State {
  name: string;
  /** Attributes beside `server` and `api-url`. */
  attributes: Record<string, string>;
  tag?: "request-checkout-status";
  /** What the companion knows of the checkout. */
  checkout?: Partial<Checkout>;
  /** What it answers otherwise, by route. */
  script?: Record<string, WidgetAnswer[]>;
  /** What is pressed once the page is there: one part after the other. */
  presses?: readonly string[];
  /** There when the state has been reached: a part that has a text. */
  shows: string;
  /** What that part must not say any more: the label that stands there first. */
  not?: "loading";
}

const URL = "https://pay.request.network/?token=t";
const SOLD = { product: "sticker" };
const SHOWN = { "checkout-id": CHECKOUT_ID };
const OPEN = "POST /companion/v1/checkouts";
const READ = "GET /companion/v1/checkouts/:id";

const known = (name: string, checkout: Partial<Checkout>): State => ({
  name,
  attributes: { ...SOLD, ...SHOWN },
  checkout: { securePaymentUrl: null, ...checkout },
  shows: "status",
});

/** Every state of both elements. */
export const STATES: readonly State[] = [
  { name: "idle", attributes: SOLD, shows: "amount" },
  {
    name: "the price is loading",
    attributes: SOLD,
    script: { "GET /companion/v1/products/:id": [{ never: true }] },
    shows: "button",
  },
  {
    name: "preparing",
    attributes: SOLD,
    script: { [OPEN]: [{ never: true }] },
    presses: ["button"],
    shows: "status",
  },
  known("waiting", { status: "pending", securePaymentUrl: URL }),
  { ...known("QR code", { status: "pending", securePaymentUrl: URL }), presses: ["qr"], shows: "qr-code" },
  known("under way", { status: "processing", securePaymentUrl: URL }),
  known("paid in part", { status: "partially_paid", amountPaid: "4", securePaymentUrl: URL }),
  known("paid", { status: "paid", amountPaid: "10" }),
  known("failed", { status: "failed", securePaymentUrl: URL }),
  known("expired", { status: "expired" }),
  known("refunded", { status: "refunded", amountPaid: "10", amountRefunded: "10" }),
  known("in review", { status: "review", amountPaid: "4" }),
  {
    name: "error",
    attributes: SOLD,
    script: { [OPEN]: [{ status: 500, body: {} }] },
    presses: ["button"],
    shows: "error",
  },
  { name: "popup blocked", attributes: { ...SOLD, target: "_blank" }, presses: ["button"], shows: "link" },
  {
    name: "typed amount",
    attributes: { currency: "USDC-base", "payer-amount": "", min: "1", max: "500" },
    shows: "field",
  },
  {
    name: "typed amount refused",
    attributes: { currency: "USDC-base", "payer-amount": "", min: "1", max: "500" },
    presses: ["button"],
    shows: "error",
  },
  {
    name: "status, loading",
    tag: "request-checkout-status",
    attributes: SHOWN,
    script: { [READ]: [{ never: true }] },
    shows: "status",
  },
  {
    name: "status, unknown",
    tag: "request-checkout-status",
    attributes: { "checkout-id": CHECKOUT_ID.replace("0d", "1d") },
    shows: "status",
    not: "loading",
  },
  {
    name: "status, paid",
    tag: "request-checkout-status",
    attributes: SHOWN,
    checkout: { status: "paid", amountPaid: "10", securePaymentUrl: null },
    shows: "status",
  },
];
