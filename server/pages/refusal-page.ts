import type { FastifyReply, FastifyRequest } from "fastify";
import type { ErrorCode } from "../contract/contract.ts";
import { html } from "../http/html.ts";
import { sendError, toApiError } from "../http/to-error-reply.ts";
import { sendPage } from "./page.ts";

const TEXTS: Partial<Record<ErrorCode, [headline: string, text: string]>> = {
  not_found: ["There is nothing here", "Perhaps the address was cut off on its way to you."],
  unknown_product: ["This is not for sale here", "It may have been sold out, or the link is an old one."],
  invalid_request: ["This link is not right", "Please ask the shop for another one."],
  rate_limited: ["Too many at once", "Please wait a minute, and try again."],
};
const OTHERWISE = ["That did not work", "You have not been charged. Please try again in a moment."] as const;
/** Where a payment stands is not known then: it may be paid. */
const STATUS_UNKNOWN = [
  "The status can't be shown at the moment",
  "If you have paid, your payment is not lost. Please try again in a moment.",
] as const;

/** Tells a person what went wrong in plain words, and everything else in the contract's. */
export function sendRefusal(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  if (!/\btext\/html\b/.test(request.headers.accept ?? "")) return sendError(error, request, reply);
  const { code, statusCode, retryAfter } = toApiError(error);
  const isStatus = request.routeOptions.url?.endsWith("/c/:id");
  const [headline, text] = TEXTS[code] ?? (isStatus ? STATUS_UNKNOWN : OTHERWISE);
  if (statusCode >= 500) request.log.error({ err: error, route: request.routeOptions.url }, code);
  if (retryAfter !== undefined) reply.header("retry-after", String(retryAfter));
  const isWorthAnotherTry = statusCode === 429 || statusCode >= 500;
  return sendPage(reply.code(statusCode), {
    title: headline,
    body: html`<h1>${headline}</h1>
      <p>${text}</p>
      ${isWorthAnotherTry && html`<p><a class="button" href="">Try again</a></p>`}`,
  });
}
