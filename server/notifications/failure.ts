const MAX_LENGTH = 300;

/** The receiver has refused a message, and may have said when to come again. */
export class ReceiverRefusal extends Error {
  override name = "ReceiverRefusal";
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs: number | undefined) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** `Retry-After`, in seconds or as a date (RFC 9110); undefined where it is missing, neither, or over. */
export function parseRetryAfter(text: string | null, now: number): number | undefined {
  const value = text?.trim() ?? "";
  const ms = /^\d{1,9}$/.test(value)
    ? Number(value) * 1000
    : /^[A-Za-z]{3,9},? /.test(value)
      ? Date.parse(value) - now
      : Number.NaN;
  return ms > 0 ? ms : undefined;
}

/** What went wrong, for the log and the merchant: one short line in which none of `secrets` appears. */
export function describeFailure(error: unknown, secrets: readonly string[]): Error {
  const words = secrets
    .filter((secret) => secret.length > 1)
    .sort((a, b) => b.length - a.length)
    .reduce((text, secret) => text.replaceAll(secret, "…"), messageOf(error));
  return new Error(words.replaceAll(/[\p{Cc}\s]+/gu, " ").slice(0, MAX_LENGTH));
}

/** `fetch failed` says nothing: its cause does. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { name, message, cause } = error;
  if (name === "TimeoutError") return "there was no answer in time";
  if (!(cause instanceof Error)) return message;
  const code = "code" in cause ? String(cause.code) : "";
  return cause.message ? `${message}: ${cause.message}` : `${message}: ${code}`;
}
