import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { ref } from "lit/directives/ref.js";
import type { Choices, Choose } from "../model/choices.ts";
import { radios } from "./radios.ts";

const COLORS: [value: string, name: string][] = [
  ["", "The element’s own"],
  ["#1b1b1f", "Ink"],
  ["#4338ca", "Indigo"],
  ["#c2410c", "Rust"],
  ["#be185d", "Raspberry"],
];
/** What the color picker shows while no color is chosen: the element's own. */
const OWN_COLOR = "#0b6b4f";
const LANGUAGES = ["en", "de", "fr", "es", "pt", "it", "nl", "pl", "tr", "ar", "hi", "ja", "ko", "zh"];

/** On a phone it would stand between the choices and the button. */
const isRoomy = matchMedia("(min-width: 62rem)");

export function lookForm(choices: Choices, choose: Choose): TemplateResult {
  const { text, radius, size, scheme, lang } = choices;
  return html`<details class="look" ?open=${isRoomy.matches}>
    <summary>Look and language</summary>
    ${colors(choices, choose)}
    <div class="fields">
      ${slider({ label: "Corners", value: radius, min: 0, max: 32 }, (value, passing) => choose({ radius: value }, passing))}
      ${slider({ label: "Font size", value: size, min: 12, max: 24 }, (value, passing) => choose({ size: value }, passing))}
    </div>
    ${radios({
      name: "scheme",
      legend: "Light or dark",
      value: scheme,
      options: [
        { value: "auto", label: "as the page" },
        { value: "light", label: "light" },
        { value: "dark", label: "dark" },
      ],
      choose: (value) => choose({ scheme: value }),
    })}
    <div class="fields">
      <label>
        Text on the button
        <input
          maxlength="80"
          autocomplete="off"
          placeholder="Pay"
          .value=${live(text)}
          @input=${(event: Event) => choose({ text: textOf(event) }, true)}
          @change=${(event: Event) => choose({ text: textOf(event) })}
        >
      </label>
      <label>
        Language
        <select .value=${live(lang)} @change=${(event: Event) => choose({ lang: textOf(event) })}>
          <option value="">as the page</option>
          ${LANGUAGES.map((tag) => html`<option value=${tag} ?selected=${tag === lang}>${nameOf(tag)}</option>`)}
        </select>
      </label>
    </div>
  </details>`;
}

function colors({ color }: Choices, choose: Choose): TemplateResult {
  const isOther = !COLORS.some(([value]) => value === color);
  return html`<fieldset class="swatches">
    <legend>Colour</legend>
    <div>
      ${COLORS.map(
        ([value, name]) => html`<label title=${name}>
          <input type="radio" name="color" value=${value} .checked=${live(value === color)} @change=${() => choose({ color: value })}>
          <span ${ref((element) => paint(element, value))}></span>
          <b class="unseen">${name}</b>
        </label>`,
      )}
      <label class=${isOther ? "other chosen" : "other"}>
        <input
          type="color"
          .value=${live(color || OWN_COLOR)}
          @input=${(event: Event) => choose({ color: textOf(event) }, true)}
          @change=${(event: Event) => choose({ color: textOf(event) })}
        >
        another
      </label>
    </div>
  </fieldset>`;
}

/** By the CSSOM: the page's policy refuses style attributes. */
function paint(element: Element | undefined, color: string): void {
  if (element instanceof HTMLElement && color) element.style.setProperty("--swatch", color);
}

interface Slider {
  label: string;
  value: number;
  min: number;
  max: number;
}

function slider(
  { label, value, min, max }: Slider,
  take: (value: number, isPassing: boolean) => void,
): TemplateResult {
  return html`<label>
    <span class="split">${label} <span class="value">${value} px</span></span>
    <input
      type="range"
      min=${min}
      max=${max}
      .value=${live(String(value))}
      @input=${(event: Event) => take(Number(textOf(event)), true)}
      @change=${(event: Event) => take(Number(textOf(event)), false)}
    >
  </label>`;
}

/** A language's name in itself, as those look for it who speak it. */
function nameOf(tag: string): string {
  return new Intl.DisplayNames([tag], { type: "language" }).of(tag) ?? tag;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
