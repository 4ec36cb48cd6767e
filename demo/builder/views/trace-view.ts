import { html, nothing, type TemplateResult } from "lit";
import type { Entry, Group } from "../trace/entry.ts";
import { LANES, type Lane } from "../trace/notes.ts";

const NAMES: Record<Lane, string> = {
  page: "Page",
  companion: "Companion",
  network: "Request Network",
};

export interface TraceView {
  groups: readonly Group[];
  /** Something has been done with the element. */
  isUsed: boolean;
  hasCompanion: boolean;
  clear: () => void;
}

/** What happens underneath, from three sides: a line each, newest last. */
export function traceView({ groups, isUsed, hasCompanion, clear }: TraceView): TemplateResult {
  return html`<section class="trace" aria-labelledby="trace-title">
    <div class="split">
      <h3 id="trace-title">What happens underneath</h3>
      <button type="button" class="quiet" aria-disabled=${groups.length === 0} @click=${clear}>Clear</button>
    </div>
    <div class="lanes" role="log" tabindex="0" aria-labelledby="trace-title" data-trace>
      <div class="heads" aria-hidden="true">
        ${LANES.map((lane) => html`<span class=${lane}>${NAMES[lane]}${lane === "companion" && !hasCompanion ? html`<small>not part of this way</small>` : nothing}</span>`)}
      </div>
      ${groups.map(group)}
      ${isUsed ? nothing : html`<p class="nothing">Press the button, and pay. Every call, every webhook and every change of the status appears here.</p>`}
    </div>
  </section>`;
}

function group({ startedAt, entries }: Group): TemplateResult {
  const time = new Date(startedAt);
  return html`<div class="group">
    <h4><time datetime=${time.toISOString()}>${time.toLocaleTimeString()}</time></h4>
    <ol>${entries.map((entry) => line(entry, startedAt))}</ol>
  </div>`;
}

function line(entry: Entry, startedAt: number): TemplateResult {
  const { at, from, to, title, code, tone, lines = [], body, count } = entry;
  const route = from === to ? NAMES[from] : `${NAMES[from]} → ${NAMES[to]}`;
  return html`<li class="${tone} ${toDirection(entry)} from-${from} span-${toSpan(entry)}">
    <time>${sayOffset(at - startedAt)}</time>
    <div class="what">
      <span class="route">${route}</span>
      <p class="title">${title}${count > 1 ? html` <b class="count">× ${count}</b>` : nothing}</p>
      ${lines.length > 0 ? html`<ul>${lines.map((each) => html`<li class=${each.tone}>${each.text}</li>`)}</ul>` : nothing}
      ${body ? html`<details><summary><code>${code}</code></summary><pre tabindex="0">${body}</pre></details>` : code ? html`<code>${code}</code>` : nothing}
    </div>
  </li>`;
}

function toDirection({ from, to }: Entry): "own" | "rightwards" | "leftwards" {
  if (from === to) return "own";
  return LANES.indexOf(from) < LANES.indexOf(to) ? "rightwards" : "leftwards";
}

/** The lanes that a line reaches over, from the left. */
function toSpan({ from, to }: Entry): string {
  const reached = LANES.filter((lane) => lane === from || lane === to);
  return reached.join("-");
}

/** `+1.2 s`; the first few moments to the hundredth, since much happens in them. */
function sayOffset(ms: number): string {
  const seconds = Math.max(0, ms) / 1000;
  if (seconds < 60) return `+${seconds.toFixed(seconds < 10 ? 2 : 1)} s`;
  return `+${Math.floor(seconds / 60)} min ${Math.floor(seconds % 60)} s`;
}
