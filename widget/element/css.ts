import { type CSSResult, unsafeCSS } from "lit";

/** A style sheet without expressions. Lit's own tag also joins style sheets, which the script would pay for. */
export function css(strings: TemplateStringsArray): CSSResult {
  return unsafeCSS(strings[0]);
}
