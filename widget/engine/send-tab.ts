/** Whatever a browser has against it: the link stays. */
export function sendTab(tab: Window | null | undefined, url: string): void {
  try {
    tab?.location.replace(url);
    if (tab) tab.opener = null;
  } catch {
    // The tab was closed, or has a page of its own by now.
  }
}
