import type { z } from "zod";
import { ApiError } from "../../http/errors.ts";

/** How Request Network's API is reached, and as whom. */
export interface ApiAccess {
  apiUrl: string;
  apiKey?: string | undefined;
  clientId?: string | undefined;
  /** Sent as `Origin` beside a Client ID that has allowed domains. */
  origin?: string | undefined;
  fetch?: typeof fetch | undefined;
  /** For the whole answer. Default: {@link API_TIMEOUT_MS}. */
  timeoutMs?: number | undefined;
  /** Called with the `Date` header of each answer that has one: another clock to compare with. */
  onDate?: ((date: string) => void) | undefined;
}

export const API_TIMEOUT_MS = 10_000;

export interface ApiCall<S extends z.ZodType> {
  path: string;
  /** What an answer below 300 must look like. */
  schema: S;
  /** Sent as JSON by POST. Without it: GET. */
  body?: unknown;
  /** Only the Client ID will do. */
  asClient?: boolean | undefined;
}

/** Request Network refused a call. What else it said is for the log only. */
export class UpstreamError extends Error {
  override name = "UpstreamError";
  readonly status: number;
  /** The parsed body, where it was JSON. */
  declare readonly body: unknown;

  constructor(status: number, text: string) {
    super(`Request Network answered ${status}`);
    this.status = status;
    // Not enumerable: loggers write out what is.
    Object.defineProperty(this, "body", { value: parseJson(text) });
  }
}

/** An answer is larger than any that is read: a page of fewer rows may not be. */
class AnswerTooLarge extends Error {
  override name = "AnswerTooLarge";
}

const MAX_ANSWER_BYTES = 900_000;

/**
 * Calls Request Network once: bounded in time and size, without following redirects.
 * @throws {ApiError} `payment_service_busy` over the rate limit, `payment_service_failed` for anything else that is wrong;
 * where Request Network itself refused, with an {@link UpstreamError} as cause
 */
export async function callApi<S extends z.ZodType>(
  access: ApiAccess,
  { path, schema, body, asClient }: ApiCall<S>,
): Promise<z.infer<S>> {
  const { fetch = globalThis.fetch, timeoutMs = API_TIMEOUT_MS } = access;
  const response = await fetch(new URL(path, access.apiUrl), {
    method: body === undefined ? "GET" : "POST",
    headers: {
      ...credentials(access, asClient),
      ...(body !== undefined && { "content-type": "application/json" }),
    },
    body: body === undefined ? null : JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw failed(error);
  });
  const date = response.headers.get("date");
  if (date !== null) access.onDate?.(date);
  const text = await readText(response);
  if (response.status === 429) throw busy(response, text);
  if (!response.ok) throw failed(new UpstreamError(response.status, text));
  const { success, data } = schema.safeParse(parseJson(text));
  if (!success) throw failed("its answer has another shape");
  return data;
}

function credentials({ apiKey, clientId, origin }: ApiAccess, asClient = false): Record<string, string> {
  if (apiKey && !(asClient && clientId)) return { "x-api-key": apiKey };
  return { ...(clientId && { "x-client-id": clientId }), ...(origin && { origin }) };
}

/** The whole answer, or an error as soon as it is larger than any real one. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_ANSWER_BYTES)
        throw failed(new AnswerTooLarge(`its answer is larger than ${MAX_ANSWER_BYTES} bytes`));
    }
  } catch (error) {
    throw error instanceof ApiError ? error : failed(error);
  }
  return text;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function busy(response: Response, text: string): ApiError {
  const retryAfter = Math.min(300, Math.max(1, Number(response.headers.get("retry-after")) || 5));
  const cause = new UpstreamError(429, text);
  return new ApiError("payment_service_busy", "The payment service is busy. Try again in a moment.", {
    retryAfter,
    cause,
  });
}

/** The error for whatever Request Network did wrong; `cause` is for the log. */
export function failed(cause: unknown): ApiError {
  return new ApiError(
    "payment_service_failed",
    "The payment service did not answer as expected. Try again.",
    { cause },
  );
}

/** Request Network's own status of a refusal, or undefined where it was something else. */
export function refusalStatus(error: unknown): number | undefined {
  const { cause } = error as { cause?: unknown };
  return cause instanceof UpstreamError ? cause.status : undefined;
}

/** Whether an answer was larger than what is read. */
export function isTooLarge(error: unknown): boolean {
  return (error as { cause?: unknown }).cause instanceof AnswerTooLarge;
}
