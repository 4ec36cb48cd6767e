import type { PaymentLink } from "../model/payment-link.ts";
import { Problem, parseWith } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import type { Wire } from "../model/wire.ts";
import { type ActionBody, type ActionName, ActionSchema } from "./actions.ts";
import type { Performed, Performer } from "./perform.ts";

/** What a test does to a sandbox in its own process, without HTTP. */
export interface SandboxActions {
  /** The form, the events and the readings that are in force. */
  readonly wire: Wire;
  /**
   * Does what `POST /sandbox/payments/{token}/{action}` does, and answers the events too.
   * @throws {Problem} with the status that the route answers
   */
  perform(token: string, action: ActionName, body?: ActionBody): Performed;
  /** `perform(token, "pay", how)` */
  pay(token: string, how?: ActionBody): Performed;
  /** @throws {Problem} 404 for an unknown token */
  link(token: string): PaymentLink;
}

export function createActions(state: State, performer: Performer): SandboxActions {
  const link = (token: string) => {
    const found = state.links.get(token);
    if (!found) throw new Problem(404, "Secure payment not found");
    return found;
  };
  const perform: SandboxActions["perform"] = (token, action, body = {}) =>
    performer.perform(link(token), action, parseWith(ActionSchema, body));
  return { wire: state.wire, link, perform, pay: (token, how) => perform(token, "pay", how) };
}
