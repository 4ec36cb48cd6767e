import { CommandError, UsageError } from "../program/command-error.ts";

/** @throws {UsageError} */
export function readUrl(text: string | undefined): string {
  if (text !== undefined && URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text;
  throw new UsageError("--to must be an http or https URL.");
}

/** The first of several. */
export function readWebhookSecret(text = ""): string {
  const secret = text.split(",")[0]?.trim();
  if (secret) return secret;
  throw new CommandError("--secret or REQUEST_WEBHOOK_SECRET is needed to sign the deliveries.");
}
