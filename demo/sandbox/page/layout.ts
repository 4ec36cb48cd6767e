import { html, type Markup } from "../../../server/http/html.ts";

export interface Screen {
  title: string;
  body: Markup;
  /** Attributes that the page's script reads. */
  token?: string;
  walletStepMs?: number;
  /** Whether the page looks again by itself. */
  isWaiting?: boolean;
}

/** The frame around every screen of the hosted page. Styles and script are files of their own, so that the policy can be strict. */
export function renderPage({ title, body, token, walletStepMs, isWaiting }: Screen): string {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="robots" content="noindex">
    <title>${title} · Sandbox payment</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="/sandbox/frame.css">
    <link rel="stylesheet" href="/sandbox/card.css">
    <script type="module" src="/sandbox/page.js"></script>
  </head>
  <body>
    <header class="banner">
      <p><strong>Sandbox.</strong> Pretend money only: no wallet is asked, nothing real is moved.</p>
    </header>
    <main class="card" data-token="${token}" data-wallet-step-ms="${walletStepMs}" data-waiting="${isWaiting ? "yes" : ""}">
      <p class="brand"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 2 4 5v6c0 5 3.4 9.2 8 11 4.6-1.8 8-6 8-11V5z"/><path class="tick" d="m8 12 3 3 5-6"/></svg>Secure payment<span class="tag">Sandbox</span></p>
      ${body}
      <noscript><p class="notice" role="alert">Paying needs JavaScript.</p></noscript>
    </main>
    <p class="wallet" id="wallet" role="status" aria-live="polite"></p>
    <footer class="foot">A stand-in for Request Network’s payment page, for trying things out.</footer>
  </body>
</html>
`.text;
}
