import { html, type TemplateResult } from "lit";

const SHOWN_MS = 2000;

/** Copies a text, and says so where it was pressed. */
export function copyButton(text: string, what: string): TemplateResult {
  return html`<button type="button" class="copy" aria-label="Copy ${what}" @click=${(event: Event) => copy(event, text)}>
    Copy
  </button>`;
}

async function copy({ currentTarget }: Event, text: string): Promise<void> {
  const button = currentTarget as HTMLElement;
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  const said = document.querySelector("[data-said]");
  if (said) said.textContent = isCopied ? "Copied" : "The browser did not let it be copied: select the text";
  button.dataset.state = isCopied ? "copied" : "refused";
  setTimeout(() => {
    delete button.dataset.state;
    if (said) said.textContent = "";
  }, SHOWN_MS);
}
