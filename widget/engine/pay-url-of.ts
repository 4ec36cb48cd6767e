import type { Checkout, Link } from "../../server/contract/contract.ts";
import { isPayUrl } from "../api/pay-url.ts";
import { Problem } from "../api/problem.ts";
import { isOver } from "./follow.ts";

interface Known {
  /** The API's URL. */
  apiUrl: string;
  link?: Link | undefined;
}

/**
 * Where a checkout can be paid; undefined where it can't, or where that is no safe page. The companion hides the URL of a link
 * that is not verified; the browser that has created it knows it.
 */
export function payUrlOf(checkout: Checkout, { apiUrl, link }: Known): string | undefined {
  const url = urlOf(checkout, link);
  return url && isPayUrl(url, apiUrl) ? url : undefined;
}

function urlOf(checkout: Checkout, link: Link | undefined): string | undefined {
  const isPayable = !isOver(checkout) && checkout.status !== "review";
  return isPayable ? (checkout.securePaymentUrl ?? link?.securePaymentUrl) : undefined;
}

/** What to say where a checkout has to be paid on a page that is none of Request Network's, or that nobody names. */
export function unsafeUrl(found: {
  checkout: Checkout;
  link: Link | undefined;
  payUrl: string | undefined;
  created: boolean;
}): Problem | undefined {
  const { checkout, link, payUrl, created } = found;
  const isMissing = created && !isOver(checkout) && checkout.status !== "review";
  if (payUrl || !(isMissing || urlOf(checkout, link))) return undefined;
  return new Problem(
    "unsafe_payment_url",
    "the link is no payment page of Request Network; a sandbox needs api-url",
  );
}
