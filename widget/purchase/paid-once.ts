import { encodeJson } from "../lib/encode-json.ts";
import { attempt, memoryFallback, readItem } from "./browser-storage.ts";

const KEY = "request-checkout-paid";
const MOST = 100;

/** Whether this browser has not been told yet that a checkout is paid. From then on it has. */
export function claimPaid(id: string): boolean {
  const stored = attempt(() => JSON.parse(readItem(KEY) ?? "[]"));
  const told: unknown[] = Array.isArray(stored) ? stored : [];
  if (told.includes(id)) return false;
  const text = encodeJson([id, ...told].slice(0, MOST));
  const isKept = attempt(() => {
    localStorage.setItem(KEY, text);
    return true;
  });
  if (!isKept) memoryFallback.set(KEY, text);
  return true;
}
