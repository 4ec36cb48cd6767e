import { html, nothing, type TemplateResult } from "lit";
import { toFullTime, toPretty, toShortTime } from "../words/format.ts";
import { type Shown, wordsOf } from "../words/words.ts";

export function badge(order: Shown): TemplateResult {
  const { label, tone } = wordsOf(order);
  return html`<span class="badge ${tone}">${label}</span>`;
}

export function time(iso: string): TemplateResult {
  return html`<time datetime=${iso} title=${toFullTime(iso)}>${toShortTime(iso)}</time>`;
}

const MOST_CHARACTERS = 80;

/** A payer's text in a list: long ones are cut, the order's own page has them whole. */
export function shortened(text: string): TemplateResult {
  const characters = [...text];
  return said(
    characters.length > MOST_CHARACTERS ? `${characters.slice(0, MOST_CHARACTERS - 1).join("")}…` : text,
  );
}

/** Text that comes from outside: it is shown as it is, and its direction ends with it. */
export function said(text: string): TemplateResult {
  return html`<bdi class="said">${text}</bdi>`;
}

/** A note that something is not the merchant's own word. */
export function mark(text: string): TemplateResult {
  return html`<span class="mark">${text}</span>`;
}

/** What only an operator wants to see, one click away. */
export function raw(body: string, label = "Raw data"): TemplateResult {
  return html`<details class="raw">
    <summary>${label}</summary>
    <pre tabindex="0">${toPretty(body)}</pre>
  </details>`;
}

/** A line of a list of names and values; nothing where there is no value. */
export function row(name: string, value: unknown): TemplateResult | typeof nothing {
  if (value === null || value === undefined || value === "") return nothing;
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
  </div>`;
}
