import { type Amount, largest, parseAmount, toAmount, ZERO } from "./amount.ts";
import { type Fact, type FactOf, factsOfKind } from "./facts.ts";
import { isInPriceToken } from "./labels.ts";
import type { Order } from "./order.ts";
import { acceptedWallets, type Terms } from "./terms.ts";
import { toWallet } from "./wallet.ts";

const EARLY_MS = 15 * 60_000;

/** How much has arrived for the request id, and when. */
export interface Received {
  /** Money that was reported, by whom and however vaguely. */
  money: readonly FactOf<"money">[];
  /** When the first report arrived here. */
  firstSeenAt: number;
  /** The price has arrived by these. */
  reaching: readonly FactOf<"money">[];
  /** The largest total, as far as amounts are in the price's token. */
  total: Amount;
  /** What arrived above the price; below zero while less has. */
  excess: Amount;
  /** Some of it was paid by an accepted wallet: such a payout of the merchant's to himself brings nothing. */
  isOwn: boolean;
  /** Some of it is older than the order. */
  isEarly: boolean;
  /** It may be older than the order: a read that names no date has found it, and nothing says that it was unpaid before. */
  isUndated: boolean;
  /** By the stated amounts the link was paid in full with less than the price, or asks for less. */
  isBelowPrice: boolean;
  /** By stated amounts a link made by a page asks for far less than the price: no fee takes half of it. */
  isFarBelowPrice: boolean;
}

type Money = FactOf<"money">;

/** Adds up nothing: totals are taken as stated, and the largest counts. */
export function deriveReceived(order: Order, facts: readonly Fact[], terms: Terms): Received {
  const money = factsOfKind(facts, "money");
  const isVerified = terms.state === "verified";
  const dated = money.filter(
    (fact) =>
      order.createdBy === "companion" || (isDated(fact, order, facts) && !hasUntoldPart(fact, order, facts)),
  );
  const price = toAmount(order.amount);
  const totalOf = (fact: Money) => (terms.asksForPrice ? appliedTotal(fact, order) : statedTotal(fact));
  const counting = dated.filter((fact) => isWhole(fact, order));
  const inPriceToken = money.filter((fact) => isVerified || isInPriceToken(order, fact));
  const total = largest(inPriceToken.map(totalOf));
  const reaching = counting.filter((fact) => totalOf(fact).gte(price));
  const hasEarlyPart = reaching.length > 0 && hasUndatedPart(money, order, facts);
  return {
    money,
    firstSeenAt: Math.min(...money.map(({ seenAt }) => seenAt)),
    reaching,
    total,
    isOwn:
      order.createdBy === "browser" && money.some((fact) => isPaidBy(acceptedWallets(order, facts), fact)),
    excess: total.minus(price),
    isEarly:
      order.createdBy === "browser" && (hasEarlyPart || money.some((fact) => isEarly(fact, order, facts))),
    isUndated: dated.length < money.length,
    isBelowPrice: money.some((fact) => isBelow(fact, order)),
    isFarBelowPrice: order.createdBy === "browser" && money.some((fact) => isFarBelow(fact, order)),
  };
}

function isPaidBy(wallets: readonly string[], { payers = [] }: Money): boolean {
  const named = payers.map((payer) => toWallet(payer));
  return wallets.some((wallet) => named.includes(wallet));
}

/**
 * Whether it may have brought the price. What is called a part is one, though its total reaches the price: that may be in the
 * payer's token, or with fees. Only a delivery whose own total reaches what it expects is none; and one that is called whole,
 * while its own total is not half of what it expects, is a part: no fee takes that.
 */
function isWhole(fact: Money, order: Order): boolean {
  const [total, expected] = [parseAmount(fact.total), parseAmount(fact.expected)];
  if (fact.source !== "delivery" || total === undefined || expected === undefined) return fact.final;
  return fact.final ? total.times("2").gte(expected) : total.gte(expected) && isInPriceToken(order, fact);
}

/** The total as stated. A link that is paid in full has received what it asks for, and any other at least this one payment. */
function statedTotal({ final, total, amount, expected }: Money): Amount {
  const asked = final ? (parseAmount(expected) ?? ZERO) : ZERO;
  return parseAmount(total) ?? largest([asked, parseAmount(amount) ?? ZERO]);
}

/**
 * The total applied to a request that is known to ask for the price. Paid in full, it has brought the price: stated totals may
 * be in the payer's token, with or without fees, so only what exceeds the amount that was expected beside it is excess.
 */
function appliedTotal(fact: Money, order: Order): Amount {
  const price = toAmount(order.amount);
  const stated = statedTotal(fact);
  if (!fact.final || !isWhole(fact, order)) return stated;
  const expected = parseAmount(fact.expected) ?? price;
  return isInPriceToken(order, fact) ? largest([price, price.plus(stated).minus(expected)]) : price;
}

/**
 * The date of money is the earlier of the stated one and its first arrival here. Where two reports date one transaction
 * differently, each is judged by its own date: one that is early is enough.
 */
function isEarly(fact: Money, order: Order, facts: readonly Fact[]): boolean {
  const isFirst = fact.first === true && (fact.firstOf ?? order.token) === order.token;
  if (isFirst && !hasDate(fact, facts) && !wasUnpaidBefore(fact, order, facts)) return true;
  return Math.min(fact.at ?? fact.seenAt, fact.seenAt) < order.registeredAt - EARLY_MS;
}

/** A read that names no date may have found money that is older than the order, unless it was seen unpaid in between. */
function isDated(fact: Money, order: Order, facts: readonly Fact[]): boolean {
  return fact.source === "delivery" || hasDate(fact, facts) || wasUnpaidBefore(fact, order, facts);
}

/** A part that may be older than the order is in every later total: what comes on top of it does not bring the price. */
function hasUndatedPart(money: readonly Money[], order: Order, facts: readonly Fact[]): boolean {
  return money.some((fact) => !fact.final && !isDated(fact, order, facts));
}

/**
 * Whether a part may have come before it of which nothing has told: that may be older than the order. A delivery of the whole
 * says so by its amounts; a payment that a search has found is one of perhaps several. A request read from after the
 * registration names all payments.
 */
function hasUntoldPart(fact: Money, order: Order, facts: readonly Fact[]): boolean {
  if (!order.policy.canRead || !isWhole(fact, order) || wasRead(order, facts)) return false;
  return fact.source === "payments_read" || statedTotal(fact).gt(toldTotal(factsOfKind(facts, "money")));
}

/** Up to where the deliveries' own payments join: each is from what had arrived before it to its total. */
function toldTotal(money: readonly Money[]): Amount {
  return money
    .map((fact) => ({ before: arrivedBefore(fact), total: statedTotal(fact) }))
    .sort((a, b) => a.before.cmp(b.before))
    .reduce((told, { before, total }) => (before.gt(told) ? told : largest([told, total])), ZERO);
}

/** What had arrived before this payment, where it says so. */
function arrivedBefore({ amount, total }: Money): Amount {
  const [own, all] = [parseAmount(amount), parseAmount(total)];
  return own === undefined || all === undefined ? ZERO : largest([ZERO, all.minus(own)]);
}

function wasRead({ registeredAt }: Order, facts: readonly Fact[]): boolean {
  return factsOfKind(facts, "request").some(
    ({ source, seenAt }) => source === "request_read" && seenAt >= registeredAt,
  );
}

/** A transaction's hash as two can be compared: those of Tron are written with and without `0x`. */
export function toHash(text: string): string {
  return text.trim().toLowerCase().replace(/^0x/, "");
}

/** Whether it states a date, or another report of the same transaction does. */
function hasDate({ at, txHash }: Money, facts: readonly Fact[]): boolean {
  if (at !== undefined) return true;
  if (txHash === undefined) return false;
  const dated = factsOfKind(facts, "money").filter((other) => other.at !== undefined);
  return dated.some((other) => other.txHash !== undefined && toHash(other.txHash) === toHash(txHash));
}

/**
 * Whether a read from before this money, and after the registration, said that the request was unpaid. A read that is as old
 * as money in part has seen that money; one from before the registration, such as that of a link that was refused, says
 * nothing of the time after it.
 */
function wasUnpaidBefore({ final, seenAt }: Money, { registeredAt }: Order, facts: readonly Fact[]): boolean {
  return factsOfKind(facts, "request").some(
    (read) =>
      !read.paid && read.seenAt >= registeredAt && (final ? read.seenAt <= seenAt : read.seenAt < seenAt),
  );
}

function isBelow(fact: Money, order: Order): boolean {
  const price = toAmount(order.amount);
  const total = statedTotal(fact);
  const asksLess = parseAmount(fact.expected)?.lt(price) === true;
  return asksLess || (fact.final && total.gt(ZERO) && total.lt(price));
}

/** Fees that the payee bears may be taken off a stated amount. An amount in another invoice currency is another number. */
function isFarBelow({ expected }: Money, order: Order): boolean {
  return parseAmount(expected)?.times("2").lt(toAmount(order.amount)) === true;
}
