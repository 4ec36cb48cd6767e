/**
 * The button as a pure state machine: `(state, event) → [state, effects]`. It reads no attribute, no clock, no storage and no
 * network: what those say comes in as an event, and what is to be done goes out as an effect.
 *
 * One press, one purchase: a press keeps the purchase that was shown when it was pressed. Until it is over, changed attributes
 * only wait in `sold`; what is shown, linked, registered and paid is all of `shown`.
 */
import type { Checkout } from "../../server/contract/contract.ts";
import type { Problem } from "../api/problem.ts";
import type { Phase } from "../element/view.ts";
import { encodeJson } from "../lib/encode-json.ts";
import type { Price, Purchase } from "../purchase/purchase.ts";
import { isSame } from "../purchase/terms.ts";
import type { Effect, Found, Input, Inputs, Owner, Way } from "./inputs.ts";

interface Press {
  number: number;
  way: Way;
}

export interface State {
  /** What the attributes say now. */
  readonly sold: Purchase;
  /** What everything else here belongs to. */
  readonly shown: Purchase;
  /** Under way: everything that is shown is frozen. */
  readonly press?: Press | undefined;
  readonly phase: Phase;
  readonly checkout: Checkout | null;
  readonly payUrl?: string | undefined;
  /** Somebody else's checkout, of which only the status is shown. */
  readonly foreign?: Checkout | undefined;
  /** The id that is followed. */
  readonly followed?: { id: string; owner: Owner } | undefined;
  readonly problem?: Problem | undefined;
  /** The checkout that was put away by `reset()`. */
  readonly dismissed?: string | undefined;
}

type Step = [State, Effect[]];

export function fresh(purchase: Purchase): State {
  return { sold: purchase, shown: purchase, phase: "idle", checkout: null };
}

export function reduce(state: State, input: Input): Step {
  const isCurrent = "number" in input && state.press?.number === input.number;
  switch (input.type) {
    case "attributes":
      return sell(state, input.purchase);
    case "press":
      return press(state, input);
    case "refused":
      return [{ ...state, phase: "refused" }, [{ type: "tell", name: "error", code: "amount_out_of_range" }]];
    case "opened":
      return isCurrent ? opened(state, input) : [state, [{ type: "drop", number: input.number }]];
    case "failed":
      return isCurrent ? failed(state, input) : [state, [{ type: "drop", number: input.number }]];
    case "found":
      return !isFrozen(state) && input.key === state.shown.key ? showFound(state, input.found) : [state, []];
    case "stored":
      return !isFrozen(state) && [null, state.shown.key].includes(input.key)
        ? [state, [find(state)]]
        : [state, []];
    case "read":
      return input.checkout.id === state.followed?.id ? read(state, input) : [state, []];
    default:
      return pass(state, input.type);
  }
}

function pass(state: State, moment: Inputs["moment"]["type"]): Step {
  if (moment === "reset") return reset(state);
  if (moment === "connected") return isFrozen(state) ? [state, []] : [state, [find(state)]];
  if (moment === "removed") {
    const left: Effect[] = state.press ? [{ type: "drop", number: state.press.number }] : [];
    return thaw({ ...state, phase: "idle", followed: undefined }, [{ type: "unfollow" }, ...left]);
  }
  if (state.phase !== "leaving") return [state, []];
  const isBack = moment === "back";
  const next: State = { ...state, phase: "idle", ...(isBack && { followed: undefined }) };
  return thaw(next, isBack ? [find(state)] : []);
}

/** While a press is under way, and while its link waits for the payer, nothing else takes its place. */
function isFrozen({ press, phase }: State): boolean {
  return press !== undefined || phase === "blocked";
}

function sell(state: State, purchase: Purchase): Step {
  const isShown = isSameOne(purchase, state.shown);
  const waits = state.press || (isAsking(state) && !isShown && isSameOne(purchase, state.sold));
  if (waits) return [{ ...state, sold: purchase }, []];
  if (isShown) {
    const isTyped = ["refused", "blocked"].includes(state.phase) && purchase.amount !== state.shown.amount;
    return [{ ...state, sold: purchase, shown: purchase, phase: isTyped ? "idle" : state.phase }, []];
  }
  const next: State = { ...fresh(purchase), dismissed: state.dismissed };
  return [next, [{ type: "unfollow" }, find(next)]];
}

function isSameOne(a: Purchase, b: Purchase): boolean {
  return a.key === b.key && a.checkoutId === b.checkoutId;
}

/** A press has come to a question that only the payer answers: it stands until the payer, or then the page, does something. */
function isAsking({ phase }: State): boolean {
  return phase === "blocked" || phase === "price_changed";
}

/** Nothing is under way any more: what the attributes have come to say meanwhile is shown. */
function thaw(state: State, effects: Effect[]): Step {
  const [next, more] = sell({ ...state, press: undefined }, state.sold);
  return [next, [...effects, ...more]];
}

function press(state: State, { purchase, number, way }: Inputs["press"]): Step {
  if (state.press) return [state, [{ type: "drop", number }]];
  const [sold, effects] = sell(state, purchase);
  const next: State = { ...sold, press: { number, way }, phase: "preparing", problem: undefined };
  return [next, [...effects, { type: "open", number, purchase: next.shown }]];
}

function opened(state: State, answer: Inputs["opened"]): Step {
  const { checkout, created, price, problem, payUrl, number, way = "page" } = { ...answer, ...state.press };
  const told: Effect[] = created ? [{ type: "tell", name: "created", checkout }] : news(state, checkout);
  if (created && price && !isSame(checkout, price)) return changePrice(state, answer, told);
  const next: State = {
    ...state,
    foreign: undefined,
    checkout,
    payUrl,
    followed: { id: checkout.id, owner: "own" },
  };
  const follow: Effect = { type: "follow", id: checkout.id, purchase: state.shown, isLater: way === "page" };
  if (problem) {
    const [ended, more] = failed(next, { type: "failed", number, problem });
    return [ended, [...told, follow, ...more]];
  }
  if (!payUrl)
    return thaw({ ...next, phase: "idle" }, [
      ...told,
      { type: "drop", number },
      { ...follow, isLater: false },
    ]);
  const effects: Effect[] = [...told, { type: "go", number, url: payUrl, way }, follow];
  if (way === "tab") return thaw({ ...next, phase: "idle" }, effects);
  return [
    { ...next, ...(way === "page" ? { phase: "leaving" } : { phase: "blocked", press: undefined }) },
    effects,
  ];
}

/** The companion asks for another price than was shown: the payer has to see it first. */
function changePrice(state: State, answer: Inputs["opened"], told: Effect[]): Step {
  const { checkout, payUrl, number, isLinkOurs } = answer;
  const price: Price = { amount: checkout.amount, currency: checkout.currency };
  const { shown, sold } = state;
  const isSold = isSameOne(sold, shown);
  const named = { ...(isSold ? sold : shown), price };
  const kept: Partial<State> = isLinkOurs
    ? { checkout: null, payUrl: undefined, followed: undefined }
    : { checkout, payUrl, followed: { id: checkout.id, owner: "own" } };
  const follow: Effect = isLinkOurs
    ? { type: "forget", key: shown.key }
    : { type: "follow", id: checkout.id, purchase: shown, isLater: false };
  const next: State = { ...state, ...kept, foreign: undefined, shown: named, phase: "price_changed" };
  return [
    { ...next, press: undefined, sold: isSold ? named : sold },
    [...told, { type: "drop", number }, ...(isSold ? [{ type: "price", price } as const] : []), follow],
  ];
}

function failed(state: State, { number, problem }: Inputs["failed"]): Step {
  const [next, effects] = thaw(state, [{ type: "drop", number }]);
  return [
    { ...next, phase: "failed", problem },
    [...effects, { type: "tell", name: "error", code: problem.code }],
  ];
}

function showFound(state: State, found: Found | undefined): Step {
  if (!found) {
    const { checkout: _, payUrl: __, foreign: ___, followed: ____, ...rest } = state;
    return [{ ...rest, checkout: null }, [{ type: "unfollow" }]];
  }
  const { id, owner } = found;
  const isSameOne = state.checkout?.id === id;
  const checkout = found.checkout ?? (isSameOne ? state.checkout : null);
  const payUrl = found.checkout ? found.payUrl : isSameOne ? state.payUrl : undefined;
  const foreign = owner === "foreign" && state.foreign?.id === id ? state.foreign : undefined;
  const next: State = { ...state, checkout, payUrl, foreign, followed: { id, owner } };
  const told = isSameOne && checkout ? news(state, checkout) : [];
  const isFollowed = state.followed?.id === id && state.followed.owner === owner;
  const follow: Effect = { type: "follow", id, purchase: state.shown, isLater: false };
  return [next, isFollowed ? told : [...told, follow]];
}

function read(state: State, { checkout, payUrl }: Inputs["read"]): Step {
  if (state.followed?.owner === "foreign") return [{ ...state, foreign: checkout }, []];
  const effects = state.checkout?.id === checkout.id ? news(state, checkout) : tellAll(checkout);
  if (effects.length === 0) return [state, []];
  const next: State = { ...state, checkout, payUrl };
  if (next.phase === "failed" && !next.press) return [{ ...next, phase: "idle" }, effects];
  return next.phase === "blocked" && !payUrl ? thaw({ ...next, phase: "idle" }, effects) : [next, effects];
}

/** What is to be told of a checkout that is shown already. */
function news({ checkout: before }: State, checkout: Checkout): Effect[] {
  if (encodeJson(before) === encodeJson(checkout)) return [];
  return before?.id === checkout.id || checkout.status === "paid" ? tellAll(checkout) : [];
}

function tellAll(checkout: Checkout): Effect[] {
  const change: Effect = { type: "tell", name: "change", checkout };
  return checkout.status === "paid" ? [change, { type: "tell", name: "paid", checkout }] : [change];
}

function reset(state: State): Step {
  const dismissed = state.checkout?.id ?? state.foreign?.id ?? state.dismissed;
  const forgotten = [...new Set([state.shown.key, state.sold.key])];
  return [
    { ...fresh(state.sold), dismissed },
    [
      { type: "unfollow" },
      ...forgotten.map((key): Effect => ({ type: "forget", key })),
      ...(state.press ? (["undo", "drop"] as const) : []).map(
        (type): Effect => ({ type, number: state.press?.number ?? 0 }),
      ),
    ],
  ];
}

function find({ shown, dismissed }: State): Effect {
  return { type: "find", purchase: shown, dismissed };
}
