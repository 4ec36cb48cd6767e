interface Updatable {
  requestUpdate(): void;
}

/** The elements on the page that have to hear when its language, or that of a part of it, changes. */
export const speakers = new Set<Updatable>();

let observer: MutationObserver | undefined;

/** One observer for all elements. */
export function observeLanguage(element: Updatable): void {
  speakers.add(element);
  observer ??= new MutationObserver(() => {
    for (const each of speakers) each.requestUpdate();
  });
  observer.observe(document, { subtree: true, attributeFilter: ["lang"] });
}
