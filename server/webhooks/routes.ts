import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { ReceivedSchema, WebhookEventSchema } from "../contract/contract.ts";
import { toStatedTime } from "../domain/stated-time.ts";
import { ApiError } from "../http/errors.ts";
import { compileNothing, errorAnswers } from "../http/route-schemas.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { ClockCheck } from "../observability/clock-check.ts";
import type { DeliveryCheck } from "../observability/delivery-check.ts";
import type { Metrics } from "../observability/metrics.ts";
import { stateOf, toItem } from "./delivery.ts";
import { familyOf, TELEMETRY } from "./event-to-facts.ts";
import { type ParsedEvent, parseEvent } from "./parse-event.ts";
import { isSignedBy } from "./signature.ts";

export interface WebhookRoutesOptions {
  ledger: Ledger;
  /** Signing secrets; several while one is being replaced. */
  secrets: readonly string[];
  metrics: Metrics;
  deliveryCheck: DeliveryCheck;
  clockCheck: ClockCheck;
}

const MAX_BODY_BYTES = 64 * 1024;

/** `POST /webhooks/request`: answers 200 only after the event is stored for good. */
export const webhookRoutes: FastifyPluginAsyncZod<WebhookRoutesOptions> = async (
  app,
  { ledger, secrets, metrics, deliveryCheck, clockCheck },
) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES },
    (_request, body, done) => done(null, body),
  );

  const route = {
    bodyLimit: MAX_BODY_BYTES,
    // The schema says what is in the bytes; the signature is checked before they are read.
    validatorCompiler: compileNothing,
    schema: {
      summary: "Request Network's webhooks, signed",
      body: WebhookEventSchema,
      response: {
        200: ReceivedSchema,
        ...errorAnswers(
          "invalid_request",
          "invalid_signature",
          "too_large",
          "unsupported_media_type",
          "unavailable",
        ),
      },
    },
  };
  app.post("/webhooks/request", route, async (request, reply) => {
    const { headers } = request;
    const bytes: unknown = request.body;
    const body = Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
    if (!isSignedBy(secrets, body, headers["x-request-network-signature"])) {
      metrics.delivery("bad_signature");
      deliveryCheck.refused(Boolean(headers["x-request-network-signature"]));
      throw new ApiError("invalid_signature");
    }
    deliveryCheck.accepted();
    const parsed = parseEvent(body);
    const deliveryId = headers["x-request-network-delivery"];
    const isTest = String(headers["x-request-network-test"]).toLowerCase() === "true";
    const delivery = {
      body,
      deliveryId: typeof deliveryId === "string" ? deliveryId : undefined,
      isTest,
      parsed,
    };
    const { isDuplicate, orders } = await ledger.record(toItem(delivery)).catch((error: unknown) => {
      metrics.delivery("unavailable");
      throw error;
    });
    const outcome = isDuplicate ? "duplicate" : stateOf(delivery);
    const changed = orders.filter(({ before, after }) => before !== after).map(({ after }) => after.id);
    metrics.delivery(outcome);
    const isFirstTry = (headers["x-request-network-retry-count"] ?? "0") === "0";
    const statedAt = outcome === "recorded" && isFirstTry ? statedTime(parsed) : undefined;
    if (statedAt !== undefined) clockCheck.delivery(statedAt);
    const problem = parsed.kind === "event" ? undefined : parsed.problem;
    const event = parsed.kind === "event" ? parsed.event.event : undefined;
    request.log[problem ? "warn" : "info"](
      { outcome, event, delivery: deliveryId, changed, problem },
      "webhook",
    );
    if (parsed.kind === "no_event") throw new ApiError("invalid_request", `Quarantined: ${parsed.problem}.`);
    return reply.send({ received: true });
  });
};

/** When Request Network says that an event was. Telemetry carries the time of the payer's browser. */
function statedTime(parsed: ParsedEvent): number | undefined {
  return parsed.kind === "event" && familyOf(parsed.event.event) !== TELEMETRY
    ? toStatedTime(parsed.event.timestamp)
    : undefined;
}
