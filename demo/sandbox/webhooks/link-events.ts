import type { Client, Orchestrator } from "../model/clients.ts";
import { toDestinationId, toPlainAddress } from "../model/destination.ts";
import { createUlid } from "../model/identifiers.ts";
import type { PaymentLink } from "../model/payment-link.ts";
import type { Wire } from "../model/wire.ts";
import { identityOf } from "../model/wire-forms.ts";
import { type EventBody, toDate } from "./events.ts";

/** The steps that the payer's browser reports from the hosted page. */
export const USER_EVENTS = [
  "wallet_connected",
  "payment_sent_to_wallet",
  "payment_approved_in_wallet",
] as const;
export type UserEvent = (typeof USER_EVENTS)[number];

interface LinkEvent {
  link: PaymentLink;
  wire: Wire;
  nowMs: number;
}

/** The ids that a link is known by: its items', and its fee legs' where those are told (R9=b). */
export function requestIdsOf(link: PaymentLink, { readings }: Wire): string[] {
  const told = readings.R9 === "b" ? [...link.requests, ...link.feeLegs] : link.requests;
  return told.map(({ requestId }) => requestId);
}

/** Telemetry, never a settlement. `requestId` is there only where it is the only one. */
export function userEvent(step: UserEvent, { link, wire, nowMs }: LinkEvent): EventBody {
  const requestIds = requestIdsOf(link, wire);
  const at = toDate(nowMs);
  return {
    event: "secure_payment.user_event",
    userEvent: step,
    securePaymentToken: link.token,
    ...(requestIds.length === 1 && { requestId: requestIds[0] }),
    requestIds,
    ...identityOf(link, wire),
    occurredAt: at,
    timestamp: at,
    properties: {
      wallet_provider: "sandbox",
      selected_source_chain: link.requests[0]?.paymentCurrency.network,
      payment_type: link.requests.length === 1 ? "single" : "batch",
      ...(link.submittedTxHash && {
        payment_submission_id: link.submittedTxHash,
        payment_submission_id_type: "evm_tx_hash",
      }),
    },
  };
}

export interface Screened {
  wallet: string;
  eoa: string;
  status: "approved" | "rejected";
}

/** The result of a screening. It names the link by its token only. */
export function screenedEvent(
  { wallet, eoa, status }: Screened,
  { link, wire, nowMs }: LinkEvent,
): EventBody {
  return {
    event: "kyt.screening.completed",
    paymentToken: link.token,
    ...identityOf(link, wire),
    walletAddress: wallet,
    eoaAddress: eoa,
    ...(wallet !== eoa && { smartAccountAddress: wallet }),
    status,
    provider: link.access.provider,
    timestamp: toDate(nowMs),
  };
}

/** A wallet that the link's allowlist does not name tried to pay. */
export function accessRejectedEvent(wallet: string, { link, wire, nowMs }: LinkEvent): EventBody {
  return {
    event: "secure_payment.access_rejected",
    requestId: link.requests[0]?.requestId,
    ...identityOf(link, wire),
    attemptedPayerWalletAddress: toPlainAddress(wallet),
    timestamp: toDate(nowMs),
  };
}

/** Told to the orchestrator alone. */
export function clientLinkedEvent(client: Client, orchestrator: Orchestrator, nowMs: number): EventBody {
  const { destination, clientId } = client;
  return {
    event: "client_id.linked",
    linkId: createUlid(nowMs),
    intentId: createUlid(nowMs),
    externalId: null,
    clientId,
    orchestratorId: orchestrator.ulid,
    destinationId: toDestinationId(destination),
    destinationWalletAddress: destination.payee,
    chain: destination.currency.network,
    currency: destination.currency.symbol,
    timestamp: toDate(nowMs),
  };
}
