import type { FastifyBaseLogger, FastifyRequest } from "fastify";
import { ApiError } from "./errors.ts";

/** Refuses a body that is not plain bytes: webhooks were signed as they are, and nothing else here needs packing. */
export async function refuseEncoded({ headers }: FastifyRequest): Promise<void> {
  const { "content-encoding": encoding = "identity" } = headers;
  if (encoding !== "identity")
    throw new ApiError("unsupported_media_type", "Send the body plain, without a content encoding.");
}

/**
 * Says once that a proxy names its callers' addresses and is not trusted to: all of them would then share one rate
 * limit, and so would a stranger who makes such a header up.
 */
export function warnOfProxies(log: FastifyBaseLogger): (request: FastifyRequest) => Promise<void> {
  let isSaid = false;
  return async ({ headers, ips, ip }) => {
    if (isSaid || (headers["x-forwarded-for"] ?? headers.forwarded) === undefined || (ips && ips.length > 1))
      return;
    isSaid = true;
    log.warn(
      { proxy: ip },
      "X-Forwarded-For or Forwarded came from an address that TRUST_PROXY does not name, and is ignored: if that is your proxy, add it",
    );
  };
}
