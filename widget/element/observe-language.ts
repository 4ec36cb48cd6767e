const listeners = new Set<() => void>();
let observer: MutationObserver | undefined;

/** Calls back when the language of the page, or of a part of it, changes: one observer for all elements. The answer ends it. */
export function observeLanguage(changed: () => void): () => void {
  observer ??= new MutationObserver(() => {
    for (const listener of [...listeners]) listener();
  });
  if (listeners.size === 0) observer.observe(document, { subtree: true, attributeFilter: ["lang"] });
  listeners.add(changed);
  return () => {
    listeners.delete(changed);
    if (listeners.size === 0) observer?.disconnect();
  };
}
