import { describeFailure } from "../notifications/failure.ts";

/** What a server has answered. */
export interface Answer {
  status: number;
  headers: Headers;
  body: string;
  /** Where it came from, after redirects. */
  url: string;
  tookMs: number;
}

/** There was no answer. */
export interface Silence {
  reason: string;
}

export interface ProbeInit {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
  /** Default: they are shown, not followed. */
  followRedirects?: boolean;
}

/** Asks a server once. Never throws. */
export type Probe = (url: string, init?: ProbeInit) => Promise<Answer | Silence>;

const TIMEOUT_MS = 10_000;
const MAX_CHARACTERS = 2_000_000;

export function createProbe(fetch: typeof globalThis.fetch): Probe {
  return async (url, { followRedirects, ...init } = {}) => {
    const startedAt = performance.now();
    try {
      const response = await fetch(url, {
        ...init,
        redirect: followRedirects ? "follow" : "manual",
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const body = await readText(response);
      const tookMs = Math.round(performance.now() - startedAt);
      return { status: response.status, headers: response.headers, body, url: response.url || url, tookMs };
    } catch (error) {
      return { reason: describeFailure(error, []).message };
    }
  };
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MAX_CHARACTERS) break;
  }
  return text;
}

export function isSilent(answer: Answer | Silence): answer is Silence {
  return "reason" in answer;
}

/** The body as an object; an empty one where it is none. */
export function toObject({ body }: Answer): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

/** The beginning of a body in one line, for a person. */
export function excerpt({ body }: Answer): string {
  return body.replaceAll(/[\p{Cc}\s]+/gu, " ").slice(0, 160);
}
