import { html, type TemplateResult } from "lit";

/** The token is typed once for each tab, and goes nowhere but into the calls' headers. */
export function signIn(problem: string, enter: (token: string) => void): TemplateResult {
  return html`<main class="sign-in">
    <h1>Orders</h1>
    <form @submit=${(event: SubmitEvent) => submit(event, enter)}>
      <label>
        Your token
        <input type="password" name="token" required autocomplete="current-password" spellcheck="false" aria-describedby="token-hint">
      </label>
      <p class="hint" id="token-hint">The companion’s <code>ADMIN_TOKEN</code>. It is kept for this tab, until you close it.</p>
      <button class="primary">Open</button>
      <p class="problem" role="alert">${problem}</p>
    </form>
  </main>`;
}

function submit(event: SubmitEvent, enter: (token: string) => void): void {
  event.preventDefault();
  const token = new FormData(event.target as HTMLFormElement).get("token");
  if (typeof token === "string" && token.trim()) enter(token.trim());
}
