const MAX_LENGTH = 300;

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
