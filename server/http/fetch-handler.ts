import type { FastifyInstance, InjectOptions } from "fastify";

export interface FetchHandlerOptions {
  /** The path under which the handler is mounted, such as `/shop-api`. It is cut from every address. */
  prefix?: string;
  /**
   * The client's address, which limits are counted by. Default: that of this machine, so that with `TRUST_PROXY=127.0.0.1` the
   * address in `X-Forwarded-For` counts.
   */
  addressOf?: (request: Request) => string | undefined;
}

/** Answers of these have no body. */
const BODYLESS = new Set([101, 204, 205, 304]);

/**
 * The companion for servers whose handlers take a `Request` and return a `Response`, such as Hono and Next.js.
 * @param app as `buildApp` returns it
 */
export function toFetchHandler(
  app: FastifyInstance,
  { prefix = "", addressOf }: FetchHandlerOptions = {},
): (request: Request) => Promise<Response> {
  return async (request) => {
    const { pathname, search, host } = new URL(request.url);
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname;
    const remoteAddress = addressOf?.(request);
    const payload = request.body ? { payload: Buffer.from(await request.arrayBuffer()) } : {};
    const reply = await app.inject({
      method: request.method as NonNullable<InjectOptions["method"]>,
      url: `${path || "/"}${search}`,
      headers: { host, ...Object.fromEntries(request.headers) },
      ...(remoteAddress && { remoteAddress }),
      ...payload,
    });
    const headers = new Headers();
    for (const [name, value] of Object.entries(reply.headers))
      for (const each of [value].flat()) if (each !== undefined) headers.append(name, String(each));
    // The answer is whole already: what belongs to one connection is the server's own business.
    for (const name of ["connection", "keep-alive", "transfer-encoding"]) headers.delete(name);
    const body =
      BODYLESS.has(reply.statusCode) || request.method === "HEAD" ? null : new Uint8Array(reply.rawPayload);
    return new Response(body, { status: reply.statusCode, headers });
  };
}
