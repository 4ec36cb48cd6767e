import type { ErrorCode, Reason } from "../contract/contract.ts";
import { deriveBinding } from "../domain/binding.ts";
import { type Fact, factsOfKind } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { deriveTerms } from "../domain/terms.ts";
import { ApiError } from "../http/errors.ts";

type RefusalCode = Extract<ErrorCode, `link_${string}`>;

const AGAIN = "Nothing was registered. Create a new payment link";

const MESSAGES: Record<Exclude<RefusalCode, "link_claimed">, string> = {
  link_is_test: `This payment link carries a test id of Request Network, which can't be paid. ${AGAIN}.`,
  link_pays_out: `This payment link pays money out instead of receiving it. ${AGAIN} that receives the payment.`,
  link_not_single: `This payment link asks for several payments at once. ${AGAIN} for this purchase alone.`,
  link_other_request: `The token of this payment link belongs to another request id. ${AGAIN}, and send its token together with its own request id.`,
  link_wrong_payee: `This payment link pays another wallet than the merchant's. ${AGAIN} to a wallet in REQUEST_PAYEE.`,
  link_wrong_currency: `This payment link asks for another token than the price. ${AGAIN} in the currency of the price.`,
  link_wrong_network: `This payment link asks for the token on another network than the price. ${AGAIN} on the network of the price.`,
  link_below_price: `This payment link asks for less than the price. ${AGAIN} over the whole price.`,
};

/** By what is worst. */
const CODES = [
  ["wrong_payee", "link_wrong_payee"],
  ["wrong_currency", "link_wrong_currency"],
  ["wrong_network", "link_wrong_network"],
  ["below_price", "link_below_price"],
] as const satisfies readonly (readonly [Reason, RefusalCode])[];

/** Request Network's test deliveries are genuinely signed, and name such ids. */
const TEST_ID = /^req_/i;

/** @throws {ApiError} `link_is_test` */
export function refuseTestIds(requestIds: readonly string[]): void {
  if (requestIds.some((id) => TEST_ID.test(id))) throw toRefusal("link_is_test");
}

/** @throws {ApiError} with the code of what contradicts, where a link is not what the order asks for */
export function refuseRefuted(order: Order, facts: readonly Fact[]): void {
  const code = refusalCode(order, facts);
  if (code) throw toRefusal(code);
}

function refusalCode(order: Order, facts: readonly Fact[]): keyof typeof MESSAGES | undefined {
  const binding = deriveBinding(order, facts);
  const links = factsOfKind(facts, "link");
  if (links.some(({ outgoing }) => outgoing === true)) return "link_pays_out";
  if (links.some(({ several }) => several === true)) return "link_not_single";
  if (binding.refuted) return "link_other_request";
  const { state, reasons } = deriveTerms(order, facts, binding);
  if (state !== "refuted") return undefined;
  const [, code] = CODES.find(([reason]) => reasons.includes(reason)) ?? CODES[0];
  return code;
}

function toRefusal(code: keyof typeof MESSAGES): ApiError {
  return new ApiError(code, MESSAGES[code], { fields: { link: "is not what this purchase asks for" } });
}
