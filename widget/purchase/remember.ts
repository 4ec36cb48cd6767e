import { attempt, here, type Remembered, recall } from "./memory.ts";

/** Keeps what is known of a purchase, for the next press, the next visit and the other tabs. */
export function remember(key: string, entry: Remembered): void {
  const text = JSON.stringify(entry);
  here.set(key, text);
  attempt(() => localStorage.setItem(key, text));
}

/** Whether any purchase of this browser has this id. */
export function isRemembered(id: string): boolean {
  const keys = [...here.keys(), ...(attempt(() => Object.keys(localStorage)) ?? [])];
  return keys.some((key) => key.startsWith("request-checkout:") && recall(key)?.id === id);
}

/** Calls back when another tab remembers something else of this purchase. The answer ends that. */
export function onRemembered(key: () => string, changed: () => void): () => void {
  const listen = (event: StorageEvent) => {
    if (event.key !== key()) return;
    here.delete(event.key);
    changed();
  };
  addEventListener("storage", listen);
  return () => removeEventListener("storage", listen);
}
