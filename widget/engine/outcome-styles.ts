import { css } from "lit";
/** What is shown once the rest of the script is there. */
export const outcomeStyles = css`
  [part=error] {
    color: light-dark(#a3231a, #ff9d94);
  }
  button[aria-disabled=true] {
    cursor: progress;
  }
  button {
    touch-action: manipulation;
  }
  label {
    display: block;
    padding-block-end: 0.5em;
  }
  input {
    display: block;
    margin-block-start: 0.4em;
    width: 9em;
    max-width: 100%;
    min-height: 2.75em;
    padding: 0.5em 0.75em;
    border: 1px solid currentColor;
    border-radius: var(--_radius);
    background: light-dark(#fff, #16201c);
    color: inherit;
    font: inherit;
  }
  a {
    display: inline-block;
    padding: 0.25em 0;
    border-radius: var(--_radius);
    color: var(--_color);
  }
  button.again {
    margin-block-start: 0.75em;
    border-color: currentColor;
    background: none;
    color: var(--_color);
  }
  button.quiet {
    min-height: 0;
    padding: 0.25em 0;
    border: 0;
    background: none;
    color: var(--_color);
    font-weight: inherit;
    text-align: start;
    text-decoration: underline;
  }
  svg {
    display: block;
    width: 12em;
    max-width: 100%;
    margin-block-start: 0.4em;
    border-radius: var(--_radius);
    forced-color-adjust: none;
  }
  @media (hover: none) and (max-width: 40em) {
    .phone {
      display: none;
    }
  }
  .paid::before {
    content: "✓ " / "";
    color: var(--_color);
    font-weight: 700;
  }
  .spinner {
    width: 0.75em;
    height: 0.75em;
    margin-inline: -1em 0.25em;
    border: 2px solid currentColor;
    border-inline-end-color: transparent;
    border-radius: 50%;
    animation: turn 0.8s linear infinite;
  }
  @keyframes turn {
    to {
      transform: rotate(1turn);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
  }
`;
