/** Lit, whole, and as little as an element can be. */
import { css, html, LitElement } from "lit";

export * from "lit";

class LitAlone extends LitElement {
  static override properties = { name: {} };
  static override styles = css`:host { display: block }`;
  declare name: string;

  override render() {
    return html`<p>${this.name}</p>`;
  }
}

customElements.define("lit-alone", LitAlone);
