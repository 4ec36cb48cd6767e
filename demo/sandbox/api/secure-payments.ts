import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { authenticate, authenticateClientId } from "../model/authenticate.ts";
import { toFeePlan } from "../model/fees.ts";
import { deriveLinkStatus, isSafePending, type PaymentLink } from "../model/payment-link.ts";
import { Problem, parseWith } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import { requestIdsOf } from "../webhooks/link-events.ts";
import { createLink } from "./create-link.ts";
import { toPayable, toUnpayable } from "./link-answers.ts";
import { CreateLinkSchema, CreatePayoutSchema, FeePreviewSchema } from "./link-schema.ts";
import type { NewLink } from "./new-link.ts";
import { createPayout, previewFees } from "./payouts.ts";

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

  const create = (request: FastifyRequest, reply: FastifyReply, make: (options: NewLink) => PaymentLink) => {
    const caller = authenticate(state.clients, request.headers);
    const link = make({ caller, wire: state.wire, nowMs: now(), ttlMs: options.linkTtlMs });
    state.links.set(link.token, link);
    reply.code(201);
    return {
      requestIds: requestIdsOf(link, state.wire),
      securePaymentUrl: payUrlOf(link, request, options),
      token: link.token,
      feePlan: toFeePlan(link),
    };
  };

  app.post("/v2/secure-payments", async (request, reply) =>
    create(request, reply, (made) => createLink(parseWith(CreateLinkSchema, request.body), made)),
  );

  app.post("/v2/secure-payments/payouts", async (request, reply) =>
    create(request, reply, (made) => createPayout(parseWith(CreatePayoutSchema, request.body), state, made)),
  );

  app.post("/v2/secure-payments/fees/preview", async (request) => {
    const caller = authenticate(state.clients, request.headers);
    const body = parseWith(FeePreviewSchema, request.body);
    return previewFees(body, { caller, wire: state.wire, nowMs: now(), ttlMs: options.linkTtlMs });
  });

  // A wallet's session is needed, which the sandbox has no way to begin.
  app.get("/v2/secure-payments", async () => {
    throw new Problem(401, "Unauthorized");
  });

  app.get<{ Params: { token: string } }>("/v2/secure-payments/:token", async (request, reply) => {
    authenticateClientId(state.clients, request.headers);
    if (state.wire.readings.R14 === "b")
      throw new Problem(401, "Client ID is not authorized to access secure payment endpoints");
    const link = state.links.get(request.params.token);
    if (!link) throw new Problem(404, "Secure payment not found");
    return readLink(link, reply);
  });

  function readLink(link: PaymentLink, reply: FastifyReply): unknown {
    const nowMs = now();
    const about = { link, wire: state.wire, nowMs };
    switch (deriveLinkStatus(link, nowMs)) {
      case "compliance_failed":
        throw new Problem(403, "SECURE_PAYMENT_COMPLIANCE_FAILED");
      case "expired":
        throw new Problem(403, "Secure payment has expired");
      case "completed":
        return reply.code(409).send(toUnpayable("Secure payment has already been completed", about));
      case "in_progress":
        if (!isSafePending(link, nowMs) && state.wire.readings.R7 === "a") return toPayable(link, state.wire);
        return reply.code(423).send(toUnpayable("Secure payment is in progress", about));
      default:
        return toPayable(link, state.wire);
    }
  }
}

function payUrlOf({ token }: PaymentLink, request: FastifyRequest, options: SecurePaymentsOptions): string {
  const base = options.publicUrl ?? `${request.protocol}://${request.host}`;
  return new URL(options.payUrlForm === "query" ? `/?token=${token}` : `/${token}`, base).href;
}
