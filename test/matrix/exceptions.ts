import { isPageMade, type Kind, type Payment, type World } from "./cases.ts";

/**
 * The payments that wait as unverified: the link is page-made, no read ever names its payee, and no delivery has arrived whose
 * labels are clean. There are no others.
 */
export function isException(
  world: World,
  payment: Payment,
  { areLateDelivered }: { areLateDelivered: boolean },
) {
  return (
    isPageMade(world) &&
    isPayeeNeverNamed(world) &&
    !(hasDelivery(payment, areLateDelivered) && areLabelsClean(world, payment.kind))
  );
}

/** Request reads name no payee in the form 0.13, nor where it is hidden; then the token read is hidden too, or closed. */
function isPayeeNeverNamed({ api, readings }: World): boolean {
  return readings.R15 === "c" || (api === "0.13" && readings.R14 === "b");
}

function hasDelivery({ deliveries }: Payment, areLateDelivered: boolean): boolean {
  return deliveries === "all" || deliveries === "some" || (deliveries === "late" && areLateDelivered);
}

/** Currency, payment currency and network are the price's own, and nothing else. */
export function areLabelsClean({ readings, creation }: World, kind: Kind): boolean {
  const isAcross = kind === "cross-chain" || kind === "usdt0";
  // An item that names no invoice currency is invoiced in dollars.
  const isCurrencyClean =
    readings.R2 === "a" ? kind !== "usdt0" : readings.R2 === "b" ? creation !== "page-destination" : true;
  const isPaymentCurrencyClean = readings.R3 !== "c" || kind !== "usdt0";
  return isCurrencyClean && isPaymentCurrencyClean && (readings.R1 !== "b" || !isAcross);
}
