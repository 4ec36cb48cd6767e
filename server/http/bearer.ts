import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "./errors.ts";

/**
 * Lets only the merchant through: `Authorization: Bearer` and the token, compared in constant time. Where no token is
 * set, nothing is there.
 */
export function requireBearer(token: string | undefined) {
  const isMerchant = createBearerCheck(token);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (token === undefined) throw new ApiError("not_found");
    reply.header("cache-control", "no-store");
    if (isMerchant(request)) return;
    reply.header("www-authenticate", "Bearer");
    throw new ApiError("unauthorized");
  };
}

/** Whether a request carries the merchant's token; never where none is set. */
export function createBearerCheck(token: string | undefined): (request: FastifyRequest) => boolean {
  const expected = token === undefined ? undefined : digest(token);
  return ({ headers }) => {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? "")?.[1];
    return expected !== undefined && given !== undefined && timingSafeEqual(digest(given), expected);
  };
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
