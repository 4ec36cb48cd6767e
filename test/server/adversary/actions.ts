import fc from "fast-check";
import { drawReadings } from "../../../demo/sandbox/model/readings.ts";
import { APIS, EVENT_SETS, type WireOptions } from "../../../demo/sandbox/model/wire.ts";
import { PAYEE, STRANGER } from "../../helpers/events.ts";

/** One thing that a stranger, an honest buyer or time does. Numbers choose among what there is. */
export type Action =
  | ({ do: "link"; client: string; options: LinkChoice } & Terms)
  | { do: "payout"; recipient: string; amount: string }
  | {
      do: "register";
      link: number;
      ids: "own" | "borrowed" | "reversed" | "test" | "invented" | "capitals";
      with: number;
      buy: Purchase;
    }
  | { do: "again"; order: number }
  | { do: "pay"; link: number; how: Payment }
  | { do: "refund"; link: number }
  | { do: "flood"; link: number; count: number }
  | { do: "test"; register: boolean }
  | { do: "replay"; sent: number }
  | { do: "time"; ms: number }
  | { do: "skew"; ms: number }
  | { do: "budget"; hasPlaces: boolean }
  | ({
      do: "honest";
      by: "companion" | "page";
      deliveries: "all" | "lost" | "twice";
      isSlow: boolean;
    } & Squatted);

/** A stranger is faster to register the request of an honest page, with an invented token. */
interface Squatted {
  isSquatted?: boolean | undefined;
}

interface Terms {
  amounts: string[];
  /** The guide's form; without it the Client ID's own destination. */
  guide?: { payee: string; invoiceCurrency: string; paymentCurrency: string } | undefined;
}

export interface LinkChoice {
  hidePayeeAddress?: boolean | undefined;
  hideUntilApproved?: boolean | undefined;
  allowedPayerAddresses?: string[] | undefined;
}

export type Purchase = { product: string; quantity?: number } | { amount: string; currency: string };

export interface Payment {
  action: "pay" | "partial" | "overpay" | "execute" | "fail";
  kind: "same-chain" | "cross-chain" | "smart-account" | "safe";
  deliveries: "all" | "lost" | "twice" | "reversed";
  amount?: string | undefined;
  again?: boolean | undefined;
}

const MINUTE = 60_000;
const index = fc.nat({ max: 9 });
const of = <const T>(...values: T[]) => fc.constantFrom(...values);
const amount = of(
  "0.000001",
  "0.01",
  "0.1",
  "5",
  "9.99",
  "9.999999",
  "10",
  "10.00",
  "20",
  "24999",
  "10000000",
);
const currencies = [
  "USDC-base",
  "USDT-base",
  "USDCn-matic",
  "FAU-sepolia",
  "fUSDC-sepolia",
  "ETH-base-base",
  "EURC-base",
];

const guide = fc.record({
  payee: of(PAYEE, STRANGER, PAYEE.toLowerCase()),
  invoiceCurrency: of(...currencies, "USD", "EUR", "JPY"),
  paymentCurrency: of(...currencies),
});
const link: fc.Arbitrary<Action> = fc.record({
  do: fc.constant("link" as const),
  client: of("cli_shop", "cli_shop", "cli_stranger"),
  amounts: fc.oneof(
    { weight: 4, arbitrary: fc.tuple(amount) },
    { weight: 1, arbitrary: fc.array(amount, { minLength: 2, maxLength: 3 }) },
  ),
  guide: fc.option(guide, { nil: undefined }),
  options: fc.record({
    hidePayeeAddress: of(undefined, undefined, true),
    hideUntilApproved: of(undefined, undefined, undefined, true),
    allowedPayerAddresses: fc.constantFrom<string[] | undefined>(undefined, undefined, [STRANGER]),
  }),
});
const purchase: fc.Arbitrary<Purchase> = fc.oneof(
  fc
    .record({ product: of("sticker", "mug"), quantity: of(1, 1, 2) })
    .map(({ product, quantity }) => (product === "sticker" ? { product, quantity } : { product })),
  fc.record({ amount: of("0.01", "5", "25000"), currency: fc.constant("USDC-base") }),
);
const pay: fc.Arbitrary<Action> = fc.record({
  do: fc.constant("pay" as const),
  link: index,
  how: fc.record({
    action: of("pay", "pay", "pay", "partial", "overpay", "execute", "fail"),
    kind: of("same-chain", "same-chain", "cross-chain", "smart-account", "safe"),
    deliveries: of("all", "all", "lost", "twice", "reversed"),
    amount: of(undefined, undefined, "0.000001", "9.999999", "9.995", "10"),
    again: of(undefined, true),
  }),
});

const action: fc.Arbitrary<Action> = fc.oneof(
  { weight: 5, arbitrary: link },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("payout" as const), recipient: of(PAYEE, STRANGER), amount }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant("register" as const),
      link: index,
      ids: of("own", "own", "own", "borrowed", "reversed", "test", "invented", "capitals"),
      with: index,
      buy: purchase,
    }),
  },
  { weight: 6, arbitrary: pay },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("again" as const), order: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("refund" as const), link: index }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("flood" as const), link: index, count: of(3, 60) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("test" as const), register: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("replay" as const), sent: fc.nat({ max: 40 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant("time" as const),
      ms: of(1000, MINUTE, 31 * MINUTE, 61 * MINUTE, 25 * 60 * MINUTE),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant("skew" as const), ms: of(-4 * MINUTE, 0, 4 * MINUTE) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("budget" as const), hasPlaces: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("honest" as const),
      by: of("companion", "page"),
      deliveries: of("all", "lost", "twice"),
      isSlow: fc.boolean(),
      isSquatted: of(undefined, undefined, true),
    }),
  },
);

/** A Request Network, and what happens at it. */
export interface Story {
  wire: WireOptions;
  /** The companion has tried out what reads answer, before anything happens. */
  isCalibrated: boolean;
  actions: Action[];
}

export const story: fc.Arbitrary<Story> = fc.record({
  wire: fc.record({
    api: of(...APIS),
    events: of(...EVENT_SETS),
    readings: fc.nat().map(drawReadings),
  }),
  isCalibrated: fc.boolean(),
  actions: fc.array(action, { minLength: 6, maxLength: 24, size: "max" }),
});
