import { createHmac } from "node:crypto";
import type { Client, Webhook } from "../model/clients.ts";
import { createUlid } from "../model/identifiers.ts";
import type { EventBody } from "./events.ts";

/** One event on its way to one webhook. Its id and its bytes are the same on every attempt. */
export interface Delivery {
  id: string;
  event: string;
  url: string;
  body: string;
  signature: string;
  isTest: boolean;
}

/** What a linked orchestrator is sent too; `client_id.linked` goes to nobody else. */
const FOR_ORCHESTRATORS = new Set([
  "payment.confirmed",
  "kyt.screening.completed",
  "secure_payment.user_event",
  "client_id.linked",
]);

/** An event for each active webhook of a Client ID and its orchestrator, each signed with the secret of its own. */
export function toDeliveries(client: Client, event: EventBody, isTest: boolean, nowMs: number): Delivery[] {
  const body = JSON.stringify(event);
  return webhooksFor(client, event.event, isTest)
    .filter(({ isActive }) => isActive)
    .map(({ url, secret }) => {
      const signature = createHmac("sha256", secret).update(body).digest("hex");
      return { id: createUlid(nowMs), event: event.event, url, body, signature, isTest };
    });
}

function webhooksFor(client: Client, event: string, isTest: boolean): Webhook[] {
  if (isTest) return client.webhooks;
  const orchestrators = FOR_ORCHESTRATORS.has(event) ? (client.orchestrator?.webhooks ?? []) : [];
  return event === "client_id.linked" ? orchestrators : [...client.webhooks, ...orchestrators];
}

/** Source: https://docs.request.network/api-reference/webhooks#request-headers */
export function headersOf({ id, signature, isTest }: Delivery, retryCount: number): Record<string, string> {
  return {
    "content-type": "application/json",
    "x-request-network-signature": signature,
    "x-request-network-delivery": id,
    "x-request-network-retry-count": String(retryCount),
    ...(isTest && { "x-request-network-test": "true" }),
  };
}
