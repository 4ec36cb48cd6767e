import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

export interface Option<T extends string> {
  value: T;
  label: string;
  /** A line more, beneath. */
  hint?: string;
  isOff?: boolean;
}

export interface RadioGroup<T extends string> {
  name: string;
  legend: string;
  value: T;
  options: readonly Option<T>[];
  choose: (value: T) => void;
  /** `cards` one below the other, with their hints; `segments` side by side; `pairs` two by two. */
  look?: "cards" | "segments" | "pairs";
}

/** One of several: real radio buttons, so that keyboards and screen readers know them. */
export function radios<T extends string>(group: RadioGroup<T>): TemplateResult {
  const { name, legend, value, options, choose, look = "segments" } = group;
  return html`<fieldset class=${look === "pairs" ? "segments pairs" : look}>
    <legend>${legend}</legend>
    <div>
      ${options.map(
        (option) => html`<label>
          <input
            type="radio"
            name=${name}
            value=${option.value}
            .checked=${live(option.value === value)}
            ?disabled=${option.isOff}
            @change=${() => choose(option.value)}
          >
          <span>${option.label}${option.hint ? html`<small>${option.hint}</small>` : nothing}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}
