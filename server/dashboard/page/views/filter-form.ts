import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { type Filter, SHOWS, toDay } from "../data/filter.ts";

export function filterForm(filter: Filter, choose: (patch: Partial<Filter>) => void): TemplateResult {
  return html`<form class="filter" role="search" @submit=${(event: Event) => event.preventDefault()}>
    <fieldset class="shows">
      <legend class="unseen">Which orders</legend>
      ${SHOWS.map(
        ({ show, label }) => html`<label>
          <input
            type="radio"
            name="show"
            value=${show}
            .checked=${live(show === filter.show)}
            @change=${() => choose({ show })}
          >
          <span>${label}</span>
        </label>`,
      )}
    </fieldset>
    <div class="fields">
      <label class="search">
        Search
        <input
          type="search"
          maxlength="255"
          autocomplete="off"
          spellcheck="false"
          placeholder="Reference, customer, number or transaction"
          .value=${keep(filter.search)}
          @input=${(event: Event) => choose({ search: textOf(event) })}
        >
      </label>
      <label>
        From
        <input type="date" .value=${live(filter.from)} @change=${(event: Event) => choose({ from: toDay(textOf(event)) })}>
      </label>
      <label>
        To
        <input type="date" .value=${live(filter.to)} @change=${(event: Event) => choose({ to: toDay(textOf(event)) })}>
      </label>
      <label class="tick">
        <input
          type="checkbox"
          .checked=${live(filter.isUnsent)}
          @change=${(event: Event) => choose({ isUnsent: (event.target as HTMLInputElement).checked })}
        >
        Only with a notification that is not sent yet
      </label>
    </div>
  </form>`;
}

/** While somebody types, the field is his. */
function keep(text: string): string {
  const field = document.activeElement;
  const isTyping = field instanceof HTMLInputElement && field.type === "search";
  return isTyping ? field.value : text;
}

function textOf(event: Event): string {
  return (event.target as HTMLInputElement).value;
}
