import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import { StoreUnavailableError } from "../store/sql/store.ts";
import { ApiError } from "./errors.ts";

/** Paths that are too long or lead elsewhere are told no more than those that lead nowhere. */
const NOT_THERE = new Set([403, 404, 414]);

/** The one place where errors get their form on the wire. What goes wrong on our side is logged, and its text is not sent. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toApiError(error);
  if (refusal.statusCode >= 500)
    request.log.error({ err: error, route: request.routeOptions.url }, refusal.code);
  else
    request.log.debug(
      { code: refusal.code, fields: refusal.fields, route: request.routeOptions.url },
      refusal.message,
    );
  if (refusal.retryAfter !== undefined) reply.header("retry-after", String(refusal.retryAfter));
  return reply.code(refusal.statusCode).send(refusal.toBody());
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendError(new ApiError("not_found"), request, reply);
}

/** What the contract has to say of an error. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof StoreUnavailableError) {
    return new ApiError("unavailable", undefined, { retryAfter: 1 });
  }
  const { statusCode = 500 } = error as Partial<FastifyError>;
  if (statusCode === 413) return new ApiError("too_large");
  if (statusCode === 415) return new ApiError("unsupported_media_type");
  if (NOT_THERE.has(statusCode)) return new ApiError("not_found");
  if (statusCode < 500) return new ApiError("invalid_request", "The request cannot be read.");
  return new ApiError("internal");
}
