import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Filter, Place } from "../place.ts";
import { STATUS_WORDS } from "../words.ts";

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** What is looked for. An order's own id leads to that order. */
export function filters(filter: Filter, go: (place: Place) => void): TemplateResult {
  const set = (name: keyof Filter) => (event: Event) => {
    const value = (event.target as HTMLInputElement).value.trim();
    if (name === "reference" && UUID.test(value)) return go({ view: "order", id: value.toLowerCase() });
    go({ view: "orders", filter: { ...filter, [name]: value } });
  };
  const statuses = Object.entries(STATUS_WORDS);
  return html`<form class="filters" @submit=${(event: Event) => event.preventDefault()}>
    <label>Status
      <select .value=${live(filter.status)} @change=${set("status")}>
        <option value="" ?selected=${filter.status === ""}>all</option>
        ${statuses.map(([value, word]) => html`<option value=${value} ?selected=${filter.status === value}>${word}</option>`)}
      </select>
    </label>
    <label>Reference or id <input type="search" .value=${live(filter.reference)} @change=${set("reference")}></label>
    <label>Product <input type="search" .value=${live(filter.product)} @change=${set("product")}></label>
    <label>From <input type="date" .value=${live(filter.since)} @change=${set("since")}></label>
    <label>Until before <input type="date" .value=${live(filter.until)} @change=${set("until")}></label>
  </form>`;
}
