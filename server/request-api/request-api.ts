import type { z } from "zod";
import { isPayUrl } from "../checkouts/safe-urls.ts";
import { type CreatedLink, CreatedLinkSchema } from "../contract.ts";
import { ApiError } from "../errors.ts";

/** How the companion reaches Request Network, and how its links name what they ask for. */
export interface RequestApiOptions {
  apiUrl: string;
  apiKey?: string | undefined;
  clientId?: string | undefined;
  /** Sent as `Origin` beside a Client ID that has allowed domains. */
  origin?: string | undefined;
  /** With `payee`: links use the guide's item form. */
  currency?: string | undefined;
  payee?: string | undefined;
  /** Links use the destination form. */
  destinationId?: string | undefined;
  fetch?: typeof fetch | undefined;
  timeoutMs?: number | undefined;
}

export interface NewLink {
  amount: string;
  reference?: string | undefined;
  payerIdentifier?: string | undefined;
  redirectUrl?: string | undefined;
  redirectLabel?: string | undefined;
}

/** Request Network's API, as far as the companion calls it. */
export interface RequestApi {
  /**
   * Creates a payment link.
   * @throws {ApiError} `payment_service_busy` over its rate limit, `payment_service_failed` for any other refusal
   */
  createLink(link: NewLink): Promise<CreatedLink>;
}

const MAX_ANSWER_BYTES = 256 * 1024;
const BUSY_RETRY_S = 5;

/** @throws {ApiError} from its calls only, with Request Network's own words as `cause`, never in the message */
export function createRequestApi(options: RequestApiOptions): RequestApi {
  return {
    async createLink({ amount, ...optional }) {
      const link = await call(options, "/v2/secure-payments", {
        method: "POST",
        schema: CreatedLinkSchema,
        body: { requests: [toItem(options, amount)], ...optional },
      });
      if (!isPayUrl(link.securePaymentUrl, { apiUrl: options.apiUrl, token: link.token })) {
        throw failed(`its payment URL is not Request Network's: ${link.securePaymentUrl.slice(0, 200)}`);
      }
      return link;
    },
  };
}

/** The guide's form, the destination form, or the credentials' own destination. */
function toItem(
  { currency, payee, destinationId }: RequestApiOptions,
  amount: string,
): Record<string, string> {
  if (currency && payee) return { payee, amount, invoiceCurrency: currency, paymentCurrency: currency };
  return destinationId ? { destinationId, amount } : { amount };
}

async function call<S extends z.ZodType>(
  options: RequestApiOptions,
  path: string,
  { method, schema, body }: { method: string; schema: S; body: unknown },
): Promise<z.infer<S>> {
  const { apiUrl, apiKey, clientId, origin, fetch = globalThis.fetch, timeoutMs = 10_000 } = options;
  const response = await fetch(new URL(path, apiUrl), {
    method,
    headers: {
      "content-type": "application/json",
      ...(apiKey ? { "x-api-key": apiKey } : clientId && { "x-client-id": clientId }),
      ...(!apiKey && clientId && origin && { origin }),
    },
    body: JSON.stringify(body),
    redirect: "error",
    signal: AbortSignal.timeout(timeoutMs),
  }).catch((error: unknown) => {
    throw failed(error);
  });
  if (response.status === 429) {
    await response.body?.cancel();
    throw new ApiError("payment_service_busy", "The payment service is busy. Try again in a moment.", {
      retryAfter: BUSY_RETRY_S,
    });
  }
  const text = await readText(response);
  if (!response.ok) throw failed(`it answered ${response.status}: ${text.slice(0, 500)}`);
  const { success, data } = schema.safeParse(parseJson(text));
  if (!success) throw failed(`its answer has another shape: ${text.slice(0, 500)}`);
  return data;
}

/** The whole answer, or an error as soon as it is larger than any real one. */
async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const chunk of response.body ?? []) {
      text += decoder.decode(chunk, { stream: true });
      if (text.length > MAX_ANSWER_BYTES) throw failed("its answer is too large");
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

function failed(cause: unknown): ApiError {
  return new ApiError(
    "payment_service_failed",
    "The payment service did not answer as expected. Try again.",
    { cause },
  );
}
