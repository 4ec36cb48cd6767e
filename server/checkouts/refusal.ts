import type { ErrorCode, Reason } from "../contract/contract.ts";
import { deriveBinding } from "../domain/binding.ts";
import { type Fact, factsOfKind } from "../domain/facts.ts";
import type { Order } from "../domain/order.ts";
import { deriveTerms } from "../domain/terms.ts";
import { ApiError } from "../http/errors.ts";

type RefusalCode = Exclude<Extract<ErrorCode, `link_${string}`>, "link_claimed">;

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

function refusalCode(order: Order, facts: readonly Fact[]): RefusalCode | undefined {
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

function toRefusal(code: RefusalCode): ApiError {
  return new ApiError(code, undefined, { fields: { link: "is not what this purchase asks for" } });
}
