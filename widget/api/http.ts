import { encodeJson } from "../lib/encode-json.ts";
import { type Bounds, Problem, type ProblemCode } from "./problem.ts";

const MAX_CHARACTERS = 100_000;

/** How a call is made. `timeoutMs` bounds the whole of it, the body included. */
export interface Call {
  headers?: Record<string, string>;
  /** Sent as JSON by POST. Without it: GET. */
  body?: unknown;
  timeoutMs?: number;
  signal?: AbortSignal | undefined;
  cache?: RequestCache;
  /** What a refusal means, where it is not for the answer to say. */
  toCode?: (status: number) => ProblemCode | undefined;
}

/**
 * Calls a JSON API of another origin: without cookies, without following redirects, bounded in time and size.
 * @throws {Problem}
 */
export async function callJson(
  url: string,
  { headers, body, timeoutMs = 15_000, signal, cache = "no-cache", toCode }: Call = {},
): Promise<unknown> {
  const controller = new AbortController();
  const abort = () => controller.abort();
  const timer = setTimeout(abort, timeoutMs);
  signal?.addEventListener("abort", abort);
  try {
    const response = await fetch(url, {
      method: body ? "POST" : "GET",
      headers: { ...headers, ...(body ? { "content-type": "application/json" } : undefined) },
      body: body ? encodeJson(body) : null,
      cache,
      credentials: "omit",
      redirect: "error",
      signal: controller.signal,
    });
    const answer = parse(await readText(response));
    if (response.ok) return answer;
    throw refusal(response.status, answer, toCode);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw controller.signal.aborted
      ? new Problem("timeout", `${url} did not answer in time`)
      : new Problem("network", `${url} can't be reached`);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

async function readText(response: Response): Promise<string> {
  // A page may bring a `fetch` of its own, whose answers have no stream.
  if (typeof response.body?.getReader !== "function") return check(await response.text(), response.url);
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    if (text.length > MAX_CHARACTERS) reader.cancel();
    check(text, response.url);
  }
}

function check(text: string, url: string): string {
  if (text.length <= MAX_CHARACTERS) return text;
  throw new Problem("bad_answer", `${url} answered more than any real answer`);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function refusal(status: number, answer: unknown, toCode: Call["toCode"]): Problem {
  const { error, message } = (answer ?? {}) as {
    error?: { code?: ProblemCode; message?: string; fields?: Record<string, unknown> };
    message?: unknown;
  };
  const code = toCode?.(status) ?? error?.code ?? (status === 429 ? "rate_limited" : "unavailable");
  const text = `${status} ${encodeJson(error?.message ?? message ?? "").slice(0, 300)}`;
  return new Problem(code, text, toBounds(error?.fields?.amount));
}

/** Which amounts the companion takes, as it says of a field: `must be 1 to 500`, `USDC-base has 6 decimals`. */
function toBounds(fault: unknown): Bounds | undefined {
  const [, min, max] = /^must be ([\d.]{1,60}) to ([\d.]{1,60})$/.exec(String(fault)) ?? [];
  if (min && max) return { min, max };
  const [, places] = /^[\w.-]{1,60} has (\d{1,3}) decimals$/.exec(String(fault)) ?? [];
  return places ? { places } : undefined;
}
