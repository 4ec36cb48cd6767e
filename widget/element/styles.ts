import { css } from "lit";

/**
 * Shared by both elements. What comes with the rest of the script is in `outcome-styles.ts`. A page's CSS wins over that of
 * `:host`, so everything is set one element further in, where nothing of it reaches but what inherits on purpose.
 */
export const styles = css`
  :host {
    display: inline-block;
    max-width: 100%;
  }
  .root {
    all: initial;
    display: inline-block;
    max-width: 100%;
    color: inherit;
    color-scheme: inherit;
    visibility: inherit;
    font: var(--request-checkout-size, medium) / 1.5 var(--request-checkout-font, system-ui, sans-serif);
    --_color: var(--request-checkout-color, light-dark(#0b6b4f, #3ecf9a));
    --_on-color: var(--request-checkout-on-color, light-dark(#fff, #04130d));
    --_radius: var(--request-checkout-radius, 0.5em);
  }
  :host([hidden]) {
    display: none;
  }
  * {
    box-sizing: border-box;
  }
  .field {
    min-height: 5.15em;
  }
  button {
    font: inherit;
    border-radius: var(--_radius);
    display: inline-flex;
    align-items: center;
    justify-content: center;
    min-height: 2.75em;
    max-width: 100%;
    padding: 0.5em 1.25em;
    border: 1px solid transparent;
    background: var(--_color);
    color: var(--_on-color);
    font-weight: 600;
    cursor: pointer;
  }
  bdi {
    unicode-bidi: plaintext;
  }
  button:hover {
    filter: brightness(1.08);
  }
  :focus-visible {
    outline: 3px solid var(--_color);
    outline-offset: 2px;
  }
  p {
    margin: 0.4em 0 0;
    overflow-wrap: anywhere;
  }
  p:empty {
    display: none;
  }
  [part=amount] {
    font-size: 0.875em;
    opacity: 0.85;
  }
`;
