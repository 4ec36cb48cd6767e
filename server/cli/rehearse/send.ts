/** A notification as it is sent, rightly or wrongly. */
export interface Delivery {
  headers: Record<string, string>;
  body: string;
}

/** `2xx`: it is taken. `4xx`: it is refused. */
export type Expected = "2xx" | "4xx";

export interface Answer {
  status?: number;
  error?: string;
}

/** The companion waits so long for an answer. */
const TIMEOUT_MS = 10_000;

/** Sends one after the other, and does not follow redirects, as the companion does. */
export async function sendAll(
  url: string,
  deliveries: readonly Delivery[],
  signal: AbortSignal,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const delivery of deliveries) answers.push(await send(url, delivery, signal));
  return answers;
}

async function send(url: string, { headers, body }: Delivery, signal: AbortSignal): Promise<Answer> {
  const { href, authorization } = splitUrl(url);
  try {
    const response = await fetch(href, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "user-agent": "request-checkout",
        ...authorization,
        ...headers,
      },
      body,
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    return { error: reasonOf(error as Error) };
  }
}

/** `fetch` refuses a URL with credentials. */
function splitUrl(text: string): { href: string; authorization: Record<string, string> } {
  const url = new URL(text);
  const { username, password } = url;
  url.username = "";
  url.password = "";
  const basic = Buffer.from(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`).toString(
    "base64",
  );
  return { href: url.href, authorization: username || password ? { authorization: `Basic ${basic}` } : {} };
}

function reasonOf(error: Error): string {
  if (error.name === "TimeoutError") return `no answer within ${TIMEOUT_MS / 1000} seconds`;
  const cause = error.cause as { code?: string } | undefined;
  return `no answer (${cause?.code ?? error.message})`;
}

export function judge({ status = 0 }: Answer, expected: Expected): boolean {
  return Math.floor(status / 100) === (expected === "2xx" ? 2 : 4);
}
