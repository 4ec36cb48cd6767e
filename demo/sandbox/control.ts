import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { createOrchestrator } from "./model/clients.ts";
import { toPlainAddress } from "./model/destination.ts";
import { createTxHash } from "./model/identifiers.ts";
import { toLinkState } from "./model/link-state.ts";
import type { PaymentLink } from "./model/payment-link.ts";
import { Problem, parseWith } from "./model/problem.ts";
import type { State } from "./model/state.ts";
import { ACTIONS, type ActionName, ActionSchema, requirePayable } from "./payment/actions.ts";
import type { Performer } from "./payment/perform.ts";
import type { Courier } from "./webhooks/courier.ts";
import { clientLinkedEvent, USER_EVENTS, userEvent } from "./webhooks/link-events.ts";
import { NetworkSchema } from "./webhooks/network.ts";

const WalletSchema = z.strictObject({ userEvent: z.enum(USER_EVENTS) });

const ScreeningSchema = z.strictObject({
  wallet: z.string().min(1).max(64),
  status: z.enum(["approved", "rejected"]),
});
const LinkClientSchema = z.strictObject({
  key: z.string().regex(/^orc_\w+$/, "must begin with orc_"),
  webhooks: z.array(z.strictObject({ url: z.url(), secret: z.string().min(1) })).optional(),
});

/** How long a link is locked when the payer's page vanishes with the payment in the wallet. */
const WALLET_HOLD_MS = 15_000;

export interface ControlOptions {
  state: State;
  courier: Courier;
  performer: Performer;
  now: () => number;
  allowedOrigins: ReadonlySet<string>;
}

/** What Request Network has no routes for: the payer's doings, and the weather on the network. */
export async function control(app: FastifyInstance, options: ControlOptions): Promise<void> {
  const { state, courier, performer, now, allowedOrigins } = options;

  // CORS alone would let a foreign page's call have its effect and only hide the answer.
  app.addHook("onRequest", async (request) => {
    if (isForeign(request, allowedOrigins)) throw new Problem(403, "Origin is not allowed");
  });

  app.post<{ Params: { token: string } }>("/sandbox/payments/:token/wallet", async (request) => {
    const link = findLink(state, request.params.token);
    requirePayable(link, now());
    const { userEvent: step } = parseWith(WalletSchema, request.body);
    if (step !== "wallet_connected") link.inWalletUntil = now() + WALLET_HOLD_MS;
    if (step === "payment_approved_in_wallet")
      link.submittedTxHash = createTxHash(link.requests[0]?.paymentCurrency.network);
    performer.tell(link, [userEvent(step, { link, wire: state.wire, nowMs: now() })]);
    return toLinkState(link, now());
  });

  app.post<{ Params: { token: string; action: string } }>(
    "/sandbox/payments/:token/:action",
    async (request) => {
      const { token, action } = request.params;
      const link = findLink(state, token);
      if (!isAction(action)) throw new Problem(404, `There is no action ${action.slice(0, 32)}`);
      return performer.perform(link, action, parseWith(ActionSchema, request.body ?? {})).state;
    },
  );

  app.get<{ Params: { token: string } }>("/sandbox/payments/:token", async (request) =>
    toLinkState(findLink(state, request.params.token), now()),
  );

  app.post<{ Params: { clientId: string } }>("/sandbox/clients/:clientId/link", async (request) => {
    const client = state.clients.find(({ clientId }) => clientId === request.params.clientId);
    if (!client) throw new Problem(404, "Client ID not found");
    if (client.orchestrator) throw new Problem(409, "Client ID is linked already");
    client.orchestrator = createOrchestrator(parseWith(LinkClientSchema, request.body), now());
    void courier.send(client, [clientLinkedEvent(client, client.orchestrator, now())]);
    return { orchestratorId: client.orchestrator.ulid };
  });

  app.post("/sandbox/screening", async (request) => {
    const { wallet, status } = parseWith(ScreeningSchema, request.body);
    if (status === "rejected") state.rejectedWallets.add(toPlainAddress(wallet));
    else state.rejectedWallets.delete(toPlainAddress(wallet));
    return { rejected: [...state.rejectedWallets] };
  });

  app.get("/sandbox/readings", async () => state.wire);

  app.post("/sandbox/network", async (request) =>
    courier.network.change(parseWith(NetworkSchema, request.body ?? {})),
  );

  app.get("/sandbox/deliveries", async () => courier.attempts);
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
