import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { ACTIONS, type ActionName, ActionSchema, requirePayable } from "./actions.ts";
import { toDecimal } from "./amounts.ts";
import { createTxHash } from "./identifiers.ts";
import { deriveLinkStatus, type PaymentLink, receivedOf, refundedOf, remainingOf } from "./payment-link.ts";
import { Problem, parseWith } from "./problem.ts";
import { ownerOf, type State } from "./state.ts";
import type { Courier } from "./webhooks/courier.ts";
import { type EventBody, USER_EVENTS, userEvent } from "./webhooks/events.ts";
import { NetworkSchema } from "./webhooks/network.ts";

const WalletSchema = z.strictObject({ userEvent: z.enum(USER_EVENTS) });

/** How long a link is locked when the payer's page vanishes with the payment in the wallet. */
const WALLET_HOLD_MS = 15_000;

export interface ControlOptions {
  state: State;
  courier: Courier;
  now: () => number;
  allowedOrigins: ReadonlySet<string>;
}

/** What Request Network has no routes for: the payer's doings, and the weather on the network. */
export async function control(app: FastifyInstance, options: ControlOptions): Promise<void> {
  const { state, courier, now, allowedOrigins } = options;

  // CORS alone would let a foreign page's call have its effect and only hide the answer.
  app.addHook("onRequest", async (request) => {
    if (isForeign(request, allowedOrigins)) throw new Problem(403, "Origin is not allowed");
  });

  app.post<{ Params: { token: string } }>("/sandbox/payments/:token/wallet", async (request) => {
    const link = findLink(state, request.params.token);
    requirePayable(link, now());
    const { userEvent: step } = parseWith(WalletSchema, request.body);
    if (step !== "wallet_connected") link.inWalletUntil = now() + WALLET_HOLD_MS;
    if (step === "payment_approved_in_wallet") link.submittedTxHash = createTxHash();
    tell(link, [userEvent(link, step, now())]);
    return toStateAnswer(link, now());
  });

  app.post<{ Params: { token: string; action: string } }>(
    "/sandbox/payments/:token/:action",
    async (request) => {
      const { token, action } = request.params;
      const link = findLink(state, token);
      if (!isAction(action)) throw new Problem(404, `There is no action ${action.slice(0, 32)}`);
      tell(link, ACTIONS[action](link, parseWith(ActionSchema, request.body ?? {}), now()));
      return toStateAnswer(link, now());
    },
  );

  app.post("/sandbox/network", async (request) =>
    courier.network.change(parseWith(NetworkSchema, request.body ?? {})),
  );

  app.get("/sandbox/deliveries", async () => courier.attempts);

  function tell(link: PaymentLink, events: EventBody[]): void {
    // Nobody waits for webhooks, neither the payer nor the caller.
    void courier.send(ownerOf(state, link), events);
  }
}

function findLink(state: State, token: string): PaymentLink {
  const link = state.links.get(token);
  if (!link) throw new Problem(404, "Secure payment not found");
  return link;
}

function isAction(name: string): name is ActionName {
  return Object.hasOwn(ACTIONS, name);
}

function isForeign(
  { headers, protocol, host }: FastifyRequest,
  allowedOrigins: ReadonlySet<string>,
): boolean {
  const { origin } = headers;
  return origin !== undefined && origin !== `${protocol}://${host}` && !allowedOrigins.has(origin);
}

function toStateAnswer(link: PaymentLink, nowMs: number): Record<string, unknown> {
  return {
    token: link.token,
    status: deriveLinkStatus(link, nowMs),
    expiresAt: new Date(link.expiresAt).toISOString(),
    requests: link.requests.map((request) => ({
      requestId: request.requestId,
      amount: request.amount,
      received: toDecimal(receivedOf(request)),
      remaining: toDecimal(remainingOf(request)),
      refunded: toDecimal(refundedOf(request)),
    })),
  };
}
