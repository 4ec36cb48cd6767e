import { decimalsOf, toAsset } from "../currencies.ts";
import { type Amount, parseAmount, toAmount } from "../money.ts";
import type { Order } from "./derive.ts";
import type { Fact, LinkFact, NamedFact } from "./facts.ts";

/** What the facts say of a link's owner. A refuted link is a stranger's, whatever else there is. */
export interface Proof {
  proven: boolean;
  refuted: boolean;
  /** The link's token is known to belong to the request: its URL may be shown to anyone. */
  showable: boolean;
  /** The link's own data was read and is what we sold: its currency is no longer in doubt. */
  read: boolean;
  /** The link is known to ask for the price: paid in full, it has brought that, even where nobody says how much. */
  priced: boolean;
}

/**
 * Decides whether a link is the merchant's: the companion created it; or a signed delivery named its request id or
 * token; or it was read by its token and names our wallet, at least our price, our currency and this request id.
 */
export function proveLink(order: Order, facts: readonly Fact[], payees: readonly string[]): Proof {
  const links = facts.filter((fact) => fact.kind === "link");
  const ours = links.filter((link) => isOurs(link, order, payees));
  const read = ours.length > 0;
  return {
    read,
    priced: order.createdBy === "companion" || ours.some((link) => isPlain(link.amount, order)),
    proven: order.createdBy === "companion" || read || isNamed(order, facts),
    showable: order.createdBy === "companion" || read || isTokenNamed(order, facts),
    refuted: links.some((link) => isForeign(link, payees)),
  };
}

/** A token whose deliveries name another request id is not this link's token, and proves nothing. */
function isNamed({ requestId }: Order, facts: readonly Fact[]): boolean {
  const signed = facts.filter((fact) => fact.source === "delivery");
  const ofToken = signed.filter(
    (fact): fact is Fact & NamedFact => fact.kind === "named" && fact.ofToken === true,
  );
  return (
    signed.length > ofToken.length ||
    (ofToken.length > 0 &&
      ofToken.every(({ requestIds }) => requestIds.length === 0 || requestIds.includes(requestId)))
  );
}

/** A signed delivery has named the token, beside this very request id. One for the request alone says nothing of the URL. */
function isTokenNamed({ requestId }: Order, facts: readonly Fact[]): boolean {
  const named = facts.filter(
    (fact) => fact.kind === "named" && fact.ofToken === true && fact.source === "delivery",
  );
  return (
    named.length > 0 && named.every((fact) => fact.kind === "named" && fact.requestIds.includes(requestId))
  );
}

function isForeign({ payee }: LinkFact, payees: readonly string[]): boolean {
  return payee !== undefined && payees.length > 0 && !payees.includes(payee.toLowerCase());
}

function isOurs(link: LinkFact, order: Order, payees: readonly string[]): boolean {
  const { symbol, network } = toAsset(order.currency);
  const asked = toAsset(link.currency ?? "");
  return (
    link.payee !== undefined &&
    payees.includes(link.payee.toLowerCase()) &&
    link.requestIds.includes(order.requestId) &&
    asked.symbol === symbol &&
    asked.network === network &&
    asksEnough(link.amount, order)
  );
}

/**
 * Whether a link asks for the whole price. The published answers have an amount in decimals here and in base units there:
 * one that is a thousand times the price is taken for base units, so that a small link can't pass for a large one.
 */
function asksEnough(text: string | undefined, order: Order): boolean {
  const amount = parseAmount(text);
  const price = toAmount(order.amount);
  return amount?.gte(amount.gte(price.times("1000")) ? inBaseUnits(order) : price) === true;
}

/** Whether an amount that is enough is so in either form: `10` may also be the hundred-thousandth part of a dollar. */
function isPlain(text: string | undefined, order: Order): boolean {
  return text?.includes(".") === true || parseAmount(text)?.gte(inBaseUnits(order)) === true;
}

function inBaseUnits({ amount, currency }: Order): Amount {
  return toAmount(amount).times(`1${"0".repeat(decimalsOf(currency))}`);
}
