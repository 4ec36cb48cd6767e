import { createHmac, timingSafeEqual } from "node:crypto";

/** Exactly 64 hex digits: decoding a looser form would stop at the first odd character and let garbage pass. */
const SIGNATURE = /^[0-9a-f]{64}$/i;

/**
 * Whether `signature` is the HMAC-SHA256 of the raw body under one of the secrets, in hex, in either case.
 * Every secret is tried in constant time. Never throws.
 * Source: https://docs.request.network/api-features/webhooks-events
 */
export function isSignedBy(secrets: readonly string[], body: Uint8Array, signature: unknown): boolean {
  if (typeof signature !== "string" || !SIGNATURE.test(signature)) return false;
  const given = Buffer.from(signature, "hex");
  return secrets
    .map((secret) => timingSafeEqual(createHmac("sha256", secret).update(body).digest(), given))
    .includes(true);
}
