import { Webhook } from "standardwebhooks";
import type { Send } from "./channel-worker.ts";
import { credentialsOf } from "./credentials.ts";
import { describeFailure } from "./failure.ts";

export interface WebhookSenderOptions {
  /** The merchant's endpoint; a user and a password in it are sent as basic authorization. */
  url: string;
  /** `whsec_` and base64. */
  secret: string;
  /** Milliseconds since 1970. */
  clock: () => number;
  fetch?: typeof fetch | undefined;
  /** For the whole exchange. Default 10 s. */
  timeoutMs?: number | undefined;
}

/** An answer's body is read only to free its connection. */
const MAX_ANSWER_BYTES = 16 * 1024;

/**
 * Posts notifications as Standard Webhooks: the body is the stored payload, byte for byte. Only a 2xx counts, and no
 * redirect is followed. Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function createWebhookSender(options: WebhookSenderOptions): Send {
  const { secret, clock, fetch = globalThis.fetch, timeoutMs = 10_000 } = options;
  const webhook = new Webhook(secret);
  const { href, authorization, secrets } = splitUrl(options.url);

  return async ({ id, payload }, signal) => {
    const now = new Date(clock());
    const response = await fetch(href, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "request-checkout",
        "webhook-id": id,
        "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
        "webhook-signature": webhook.sign(id, now, payload),
        ...authorization,
      },
      body: payload,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    }).catch((error: unknown) => {
      throw describeFailure(error, [secret, ...secrets]);
    });
    await discardBody(response);
    if (!response.ok) throw new Error(`the endpoint answered ${response.status}`);
  };
}

/** `fetch` refuses a URL with credentials, and repeats them in its message. */
function splitUrl(text: string): { href: string; authorization: Record<string, string>; secrets: string[] } {
  const url = new URL(text);
  const { user, password } = credentialsOf(url);
  const encoded = url.password;
  url.username = "";
  url.password = "";
  const basic = Buffer.from(`${user}:${password}`).toString("base64");
  return {
    href: url.href,
    authorization: user || password ? { authorization: `Basic ${basic}` } : {},
    secrets: [text, url.href, url.search, password, encoded],
  };
}

/** The status has been given: whatever goes wrong with the rest of the answer does not change it. */
async function discardBody(response: Response): Promise<void> {
  let size = 0;
  try {
    for await (const chunk of response.body ?? []) {
      size += chunk.length;
      if (size > MAX_ANSWER_BYTES) break;
    }
  } catch {}
}
