import { isRemembered } from "../purchase/remember.ts";
import type { RequestCheckout } from "../request-checkout.ts";

/** Who shows a checkout that the payer has returned with, and that nobody on the page remembers. */
let claimant: RequestCheckout | undefined;

/** The id of the checkout that the payer has returned with, if it is this element's to show. */
export function claimReturn(host: RequestCheckout, own: string | undefined): string | undefined {
  const { returnedId: id, dismissed } = host;
  if (!id || id === dismissed || id === own) return id === dismissed ? undefined : id;
  if (!host.server || host.checkoutId || isRemembered(id)) return undefined;
  if (!claimant?.isConnected) claimant = host;
  return claimant === host ? id : undefined;
}
