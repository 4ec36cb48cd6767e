import { createHash, timingSafeEqual } from "node:crypto";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ApiError } from "../errors.ts";

/**
 * Lets only the merchant through: `Authorization: Bearer` and the token, compared in constant time. Where no token is
 * set, nothing is there.
 */
export function requireBearer(token: string | undefined) {
  const expected = token === undefined ? undefined : digest(token);
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (!expected) throw new ApiError("not_found", "There is nothing here.");
    reply.header("cache-control", "no-store");
    const given = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? "")?.[1];
    if (given && timingSafeEqual(digest(given), expected)) return;
    reply.header("www-authenticate", "Bearer");
    throw new ApiError("unauthorized", "Send the merchant's token: Authorization: Bearer …");
  };
}

/** Of one length, whatever was given. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
