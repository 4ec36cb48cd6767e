/** Browsers inside other apps, which open no tabs or lose them. */
const IN_APP =
  /\bFB(AN|AV|_IAB)|Instagram|\bLine\/|; wv\)|MicroMessenger|TikTok|musical_ly|LinkedInApp|Snapchat/;

/**
 * Opens an empty tab, inside the click that asks for it, and cuts its way back to this page. Null where the browser
 * refuses; undefined where there are no tabs, so that the payment page belongs into this one.
 */
export function openTab(): Window | null | undefined {
  if (IN_APP.test(navigator.userAgent)) return undefined;
  const tab = window.open("about:blank", "_blank");
  if (tab) tab.opener = null;
  return tab;
}
