import type { FastifyInstance, FastifyRequest } from "fastify";
import { deriveLinkStatus, type PaymentLink } from "../payment-link.ts";
import { Problem, parseWith } from "../problem.ts";
import type { State } from "../state.ts";
import { authenticate, authenticateClientId } from "./authenticate.ts";
import { createLink } from "./create-link.ts";
import { toFeePlan, toPayable, toUnpayable } from "./link-answers.ts";
import { CreateLinkSchema } from "./link-schema.ts";

export interface SecurePaymentsOptions {
  state: State;
  now: () => number;
  linkTtlMs: number;
  /** Where the hosted page is reached; the host of the call itself where it is undefined. */
  publicUrl: string | undefined;
  /** Which of the two documented forms a pay URL has: `/?token=T` or `/T`. Both can be opened. */
  payUrlForm: "query" | "path";
}

/** Source: https://docs.request.network/api-features/secure-payment-integration-guide */
export async function securePayments(app: FastifyInstance, options: SecurePaymentsOptions): Promise<void> {
  const { state, now } = options;

  app.post("/v2/secure-payments", async (request, reply) => {
    const caller = authenticate(state.clients, request.headers);
    const body = parseWith(CreateLinkSchema, request.body);
    const link = createLink(caller, body, { nowMs: now(), ttlMs: options.linkTtlMs });
    state.links.set(link.token, link);
    const { token } = link;
    const requestIds = link.requests.map(({ requestId }) => requestId);
    reply.code(201);
    return {
      requestIds,
      securePaymentUrl: payUrlOf(link, request, options),
      token,
      feePlan: toFeePlan(link),
    };
  });

  app.get<{ Params: { token: string } }>("/v2/secure-payments/:token", async (request, reply) => {
    authenticateClientId(state.clients, request.headers);
    const link = state.links.get(request.params.token);
    if (!link) throw new Problem(404, "Secure payment not found");
    switch (deriveLinkStatus(link, now())) {
      case "expired":
        throw new Problem(403, "Secure payment has expired");
      case "completed":
        return reply.code(409).send(toUnpayable(link, "Secure payment has already been completed"));
      case "in_progress":
        return reply.code(423).send(toUnpayable(link, "Secure payment is in progress"));
      default:
        return toPayable(link);
    }
  });
}

function payUrlOf({ token }: PaymentLink, request: FastifyRequest, options: SecurePaymentsOptions): string {
  const base = options.publicUrl ?? `${request.protocol}://${request.host}`;
  return new URL(options.payUrlForm === "query" ? `/?token=${token}` : `/${token}`, base).href;
}
