import { type Amount, toAmount, toDecimal, ZERO } from "./amounts.ts";
import { createTxHash, createUlid } from "./identifiers.ts";
import { isPaid, type PaymentLink, type PaymentRequest, remainingOf } from "./payment-link.ts";
import { type EventBody, paidEvents } from "./webhooks/events.ts";

/** The wallet of the one payer whom the sandbox has. */
export const PAYER_WALLET = "0x5a4d000000000000000000000000000000c0ffee";

/** Moves an amount in one transaction, spread over the requests of a batch in their order; the last gets what is too much. */
export function settle(link: PaymentLink, amount: Amount, nowMs: number): EventBody[] {
  const txHash = link.submittedTxHash ?? createTxHash();
  link.submittedTxHash = null;
  link.inWalletUntil = 0;
  link.hasFailed = false;
  return spread(link.requests, amount).flatMap(({ request, share }) => {
    const payment = {
      id: createUlid(nowMs),
      amount: toDecimal(share),
      txHash,
      payer: PAYER_WALLET,
      paidAt: nowMs,
    };
    request.payments.push(payment);
    return paidEvents(link, request, payment);
  });
}

interface Share {
  request: PaymentRequest;
  share: Amount;
}

function spread(requests: readonly PaymentRequest[], amount: Amount): Share[] {
  const isAgain = requests.every(isPaid);
  let rest = amount;
  const shares = requests.map((request) => {
    const due = isAgain ? toAmount(request.amount) : remainingOf(request);
    const share = rest.lt(due) ? rest : due;
    rest = rest.minus(share);
    return { request, share };
  });
  const last = shares.findLast(({ request }) => isAgain || !isPaid(request));
  if (last) last.share = last.share.plus(rest);
  return shares.filter(({ share }) => share.gt(ZERO));
}
