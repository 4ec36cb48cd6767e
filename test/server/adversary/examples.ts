import { drawReadings } from "../../../demo/sandbox/model/readings.ts";
import type { Story } from "./actions.ts";

/** Stories that once broke a promise. They are run first. */
export const EXAMPLES: readonly Story[] = [
  // The companion's clock is set back just after a payment of which no delivery arrives: the wallet search waited for it.
  {
    wire: { api: "0.13", events: "current", readings: { ...drawReadings(1), R14: "a", R16: "b" } },
    isCalibrated: true,
    actions: [
      { do: "honest", by: "page", deliveries: "lost", isSlow: false },
      { do: "skew", ms: -240_000 },
    ],
  },
  // A part is told in the payer's units, with fees: it reaches the price, and the money does not.
  {
    wire: { api: "0.31", events: "both", readings: { R4: "b", R10: "a", R11: "b" } },
    isCalibrated: false,
    actions: [
      { do: "link", client: "cli_shop", amounts: ["10"], options: {} },
      { do: "register", link: 0, ids: "own", with: 0, buy: { product: "sticker", quantity: 1 } },
      {
        do: "pay",
        link: 0,
        how: { action: "partial", kind: "same-chain", deliveries: "all", amount: "9.995" },
      },
    ],
  },
  // A stranger's own link to himself, paid and over less than the price, was a review with its amount.
  {
    wire: { api: "0.13", events: "legacy", readings: { R14: "a" } },
    isCalibrated: false,
    actions: [
      { do: "link", client: "cli_stranger", amounts: ["9.999999"], options: {} },
      { do: "pay", link: 0, how: { action: "pay", kind: "same-chain", deliveries: "all" } },
      { do: "register", link: 0, ids: "own", with: 0, buy: { amount: "25000", currency: "USDC-base" } },
      { do: "budget", hasPlaces: false },
      { do: "register", link: 0, ids: "own", with: 0, buy: { amount: "25000", currency: "USDC-base" } },
      { do: "honest", by: "companion", deliveries: "lost", isSlow: true },
    ],
  },
  // A signed event of the payer's browser showed a link that pays a stranger whose wallet is hidden.
  {
    wire: { api: "0.31", events: "both", readings: { R15: "c" } },
    isCalibrated: false,
    actions: [
      {
        do: "link",
        client: "cli_shop",
        amounts: ["10"],
        guide: {
          payee: "0xb07d2398d2004378cad234da0ef14f1c94a530e4",
          invoiceCurrency: "USDC-base",
          paymentCurrency: "USDC-base",
        },
        options: { hidePayeeAddress: true },
      },
      { do: "register", link: 0, ids: "own", with: 0, buy: { product: "sticker", quantity: 1 } },
      { do: "flood", link: 0, count: 3 },
    ],
  },
  // A stranger's link to himself, over less than the price: a read refuted its amount, deliveries named his wallet, and that was mailed.
  {
    wire: { api: "0.13", events: "legacy", readings: { R14: "b" } },
    isCalibrated: false,
    actions: [
      { do: "budget", hasPlaces: false },
      {
        do: "link",
        client: "cli_shop",
        amounts: ["9.999999"],
        guide: {
          payee: "0xb07d2398d2004378cad234da0ef14f1c94a530e4",
          invoiceCurrency: "USDCn-matic",
          paymentCurrency: "USDC-base",
        },
        options: {},
      },
      { do: "register", link: 0, ids: "own", with: 0, buy: { amount: "25000", currency: "USDC-base" } },
      { do: "pay", link: 0, how: { action: "pay", kind: "same-chain", deliveries: "twice" } },
    ],
  },
  // Euros to a stranger whose wallet is hidden: the amount of a link that was refuted for asking less was named.
  {
    wire: { api: "0.13", events: "legacy", readings: { R2: "a", R14: "b", R15: "c" } },
    isCalibrated: false,
    actions: [
      { do: "budget", hasPlaces: false },
      {
        do: "link",
        client: "cli_shop",
        amounts: ["5"],
        guide: {
          payee: "0xb07d2398d2004378cad234da0ef14f1c94a530e4",
          invoiceCurrency: "USD",
          paymentCurrency: "EURC-base",
        },
        options: { hideUntilApproved: true },
      },
      { do: "register", link: 0, ids: "own", with: 0, buy: { product: "sticker", quantity: 1 } },
      {
        do: "pay",
        link: 0,
        how: { action: "pay", kind: "smart-account", deliveries: "all", amount: "9.995" },
      },
      { do: "time", ms: 60_000 },
    ],
  },
  // A stranger was faster with an invented token, and the honest link, read after its payment, names fee legs beside its request.
  {
    wire: { api: "0.31", events: "current", readings: { R9: "b", R14: "a" } },
    isCalibrated: true,
    actions: [
      { do: "budget", hasPlaces: false },
      { do: "honest", by: "page", deliveries: "lost", isSlow: false, isSquatted: true },
    ],
  },
];
