import { html, nothing, type TemplateResult } from "lit";

export interface SignInView {
  problem: string;
  isBusy: boolean;
  enter: (token: string) => void;
}

/** The question for the merchant's token. */
export function signIn({ problem, isBusy, enter }: SignInView): TemplateResult {
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const token = new FormData(event.target as HTMLFormElement).get("token");
    if (typeof token === "string" && token.trim()) enter(token.trim());
  };
  return html`<main class="alone card">
    <h1>Your orders</h1>
    <p>To see them, enter the token that was set up with your server (<code>ADMIN_TOKEN</code>).</p>
    <form @submit=${submit}>
      <label for="token">Token</label>
      <input
        id="token"
        name="token"
        type="password"
        required
        autocomplete="off"
        autocapitalize="off"
        spellcheck="false"
        aria-describedby="token-hint"
        aria-invalid=${problem ? "true" : nothing}
      >
      <p class="problem" role="alert">${problem || nothing}</p>
      <button class="primary" aria-disabled=${isBusy}>${isBusy ? "One moment…" : "Show the orders"}</button>
      <p class="hint" id="token-hint">It is kept until you close this tab, and sent to this server only.</p>
    </form>
  </main>`;
}
