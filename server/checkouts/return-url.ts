import { TRICKY } from "../domain/pay-url.ts";
import { ApiError } from "../http/errors.ts";

/**
 * Where the hosted page's button leads: a page on an allowed origin, with `?checkout=` so that it can show the status.
 * @throws {ApiError} `invalid_return_url`
 */
export function toReturnUrl(
  text: string,
  { id, allowedOrigins }: { id: string; allowedOrigins: readonly string[] },
): string {
  const url =
    !TRICKY.test(text) && /^https?:\/\//i.test(text) && URL.canParse(text) ? new URL(text) : undefined;
  if (url?.username !== "" || url.password !== "" || !allowedOrigins.includes(url.origin)) {
    throw new ApiError("invalid_return_url", "The payer may only return to a page on an allowed origin.", {
      fields: { returnUrl: "must be an absolute http or https URL on one of ALLOWED_ORIGINS" },
    });
  }
  url.searchParams.set("checkout", id);
  return url.href;
}
