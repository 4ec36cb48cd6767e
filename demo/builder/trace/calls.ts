import type { Call } from "./notes.ts";

export interface ObservedOrigins {
  companion: string;
  sandbox: string;
}

/**
 * Watches what the elements on this page ask of companion and sandbox, by standing in front of `fetch`: this is the
 * demo's own page, no merchant's needs it. Answers the `fetch` that was there before, for calls that are nobody's.
 */
export function observeCalls(
  { companion, sandbox }: ObservedOrigins,
  tell: (call: Call) => void,
): typeof fetch {
  const real = window.fetch.bind(window);
  window.fetch = async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input, location.href);
    const to = url.origin === companion ? "companion" : url.origin === sandbox ? "network" : undefined;
    if (!to) return real(input, init);
    const startedAt = Date.now();
    const seen = (status: number | null) =>
      tell({
        kind: "call",
        at: Date.now(),
        tookMs: Date.now() - startedAt,
        method: init?.method ?? "GET",
        path: url.pathname,
        to,
        status,
      });
    try {
      const answer = await real(input, init);
      seen(answer.status);
      return answer;
    } catch (error) {
      // What the element has given up itself is no news.
      if (!init?.signal?.aborted) seen(null);
      throw error;
    }
  };
  return real;
}
