import { startCompanion, type TestCompanion, type TestCompanionOptions } from "./companion.ts";
import { NOW } from "./events.ts";
import type { Scope } from "./temporary-folder.ts";

export const TOKEN = "a-token-that-is-long-enough";
export const MERCHANT = { authorization: `Bearer ${TOKEN}` };

/** A companion with a merchant, whose clock goes on by a millisecond each time that it is looked at. */
export function startForMerchant(
  t: Scope,
  { environment, ...options }: TestCompanionOptions = {},
): Promise<TestCompanion> {
  let now = NOW;
  return startCompanion(t, {
    clock: () => (now += 1),
    environment: { ADMIN_TOKEN: TOKEN, ...environment },
    ...options,
  });
}

/** `POST` as the merchant. */
export async function post(
  { url }: TestCompanion,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { ...MERCHANT, ...(body !== undefined && { "content-type": "application/json" }) };
  const response = await fetch(url + path, {
    method: "POST",
    headers,
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
