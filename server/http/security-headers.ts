import type { onSendHookHandler } from "fastify";

/** Of every answer but a webhook's. What the Content-Security-Policy allows, pages loosen for what they bring themselves. */
const SECURITY_HEADERS = {
  "content-security-policy": "default-src 'none';frame-ancestors 'none';base-uri 'none';form-action 'none'",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "origin-agent-cluster": "?1",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-dns-prefetch-control": "off",
  "x-download-options": "noopen",
  "x-frame-options": "DENY",
  "x-permitted-cross-domain-policies": "none",
  // The filter that browsers once had could be used for attacks.
  "x-xss-protection": "0",
};

/** Where the outside reaches the companion by https, it must not by http. Other names of the domain are not ours to bind. */
const STRICT_TRANSPORT = { "strict-transport-security": "max-age=31536000" };

/**
 * Adds the security headers to every answer, but for what a route has loosened for itself. They are added when an answer is
 * sent: ten thousand may be waiting for theirs.
 */
export function addSecurityHeaders(publicUrl: string): onSendHookHandler {
  const isSecure = publicUrl.startsWith("https:");
  const headers = Object.entries({ ...SECURITY_HEADERS, ...(isSecure && STRICT_TRANSPORT) });
  return (_request, reply, payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  };
}
