import { purchase, startCompanion } from "./companion.ts";
import { OFFER_SECRET } from "./offers.ts";
import type { Scope } from "./temporary-folder.ts";

export const ADMIN_TOKEN = "a-token-that-is-long-enough";

/** A companion that takes offers, on a clock that can be put forward. */
export async function startOfferCompanion(t: Scope, environment: Record<string, string | undefined> = {}) {
  let now = Date.now();
  const companion = await startCompanion(t, {
    environment: { OFFER_SECRET, ADMIN_TOKEN, ...environment },
    clock: () => now,
  });
  /** Opens a checkout by an offer, on a link of its own. */
  const open = async (signed: string, changes: Record<string, unknown> = {}, headers = {}) => {
    const body = purchase({ product: undefined, offer: signed, ...changes });
    return { ...(await companion.open(body, headers)), request: body };
  };
  const order = async (id: string) =>
    (await companion.get(`/v1/orders/${id}`, { authorization: `Bearer ${ADMIN_TOKEN}` })).body;
  return { companion, open, order, later: (ms: number) => (now += ms) };
}
