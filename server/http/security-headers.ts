import type { IncomingMessage, ServerResponse } from "node:http";
import type { onSendHookHandler } from "fastify";
import helmet, { type HelmetOptions } from "helmet";

/**
 * Adds to every answer what keeps browsers from mischief, but for what a route has loosened for itself. Helmet works it
 * out once, since it is the same for all, and it is added when an answer is sent: ten thousand may be waiting for theirs.
 */
export function addSecurityHeaders(options: HelmetOptions): onSendHookHandler {
  const headers = Object.entries(workOut(options));
  return (_request, reply, payload, done) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
    done(null, payload);
  };
}

/** Helmet's own middleware, asked once, by an answer that nobody gets. */
function workOut(options: HelmetOptions): Record<string, string> {
  const headers: Record<string, string> = {};
  const answer = {
    setHeader(name: string, value: string) {
      headers[name.toLowerCase()] = value;
    },
    removeHeader() {},
  };
  helmet(options)({} as IncomingMessage, answer as unknown as ServerResponse, (error) => {
    if (error) throw error;
  });
  return headers;
}
