/** Browsers inside other apps, which open no tabs or lose them. */
const IN_APP = /\bFB[A_]|Instagram|\bLine\/|; wv\)|MicroMess|TikTok|musical_|LinkedInApp|Snapchat/;

/** In a frame the payment page would be refused: a tab is the default there. */
export function isFramed(): boolean {
  return window.top !== window;
}

/**
 * Opens an empty tab, inside the click that asks for it, and cuts its way back to this page. Null where the browser
 * refuses; undefined where the payment page belongs into this one.
 */
export function openTab({ target }: { target: string }): Window | null | undefined {
  if (!isFramed() && (target !== "_blank" || IN_APP.test(navigator.userAgent))) return undefined;
  try {
    const tab = window.open("about:blank", "_blank");
    // A tab of a sandboxed frame may be sent on by its opener only: it is cut off after that.
    if (tab && !isFramed()) tab.opener = null;
    return tab;
  } catch {
    return null;
  }
}
