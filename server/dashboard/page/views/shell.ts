import { html, nothing, type TemplateResult } from "lit";
import type { Place } from "../data/address.ts";
import type { Failure } from "../data/failure.ts";
import { MANY, type Tasks } from "../data/tasks.ts";
import { warningsBox } from "./warnings-box.ts";

export interface ShellView {
  place: Place;
  tasks: Tasks;
  /** When that which is shown was read; undefined where nothing is. */
  seenAt: Date | undefined;
  /** For those who don't see the page change. */
  news: string;
  failure: Failure | undefined;
  /** Undefined where it goes away by itself. */
  dismiss: (() => void) | undefined;
  retry: () => void;
  leave: () => void;
  content: TemplateResult;
}

/** The frame of every view: navigation, warnings and errors. */
export function shell(shown: ShellView): TemplateResult {
  const { place, tasks, seenAt, news, failure, leave, content } = shown;
  const here = place.view === "orders" && place.filter.show === "review" ? "review" : place.view;
  return html`<a class="skip" href="#main" @click=${skip}>Skip to the content</a>
    <header class="top">
      <span class="brand">${location.host}</span>
      <nav aria-label="Views">
        ${link({ href: "#/", label: "Orders", isHere: here === "orders" || here === "order" })}
        ${link({ href: "#/?show=review", label: "Needs review", count: tasks.toReview, isHere: here === "review" })}
        ${link({ href: "#/quarantined", label: "Quarantined", count: tasks.quarantined, isHere: here === "quarantined" })}
      </nav>
      <button type="button" class="quiet" @click=${leave}>Sign out</button>
    </header>
    ${warningsBox(tasks.warnings)} ${failure ? banner(failure, shown) : nothing}
    <p class="unseen" role="status">${news}</p>
    <main id="main" tabindex="-1">${content}</main>
    <footer class="bottom">
      <span>${seenAt ? html`Up to date at ${seenAt.toLocaleTimeString("en-GB")}` : failure ? "Not read yet" : "Loading…"}</span>
      <a href="openapi.json">For programmers: the API</a>
    </footer>`;
}

/** The address behind the # is the page's own. */
function skip(event: Event): void {
  event.preventDefault();
  document.querySelector<HTMLElement>("#main")?.focus();
}

function link({
  href,
  label,
  count = 0,
  isHere = false,
}: {
  href: string;
  label: string;
  count?: number;
  isHere?: boolean;
}): TemplateResult {
  const shown = count >= MANY ? `${MANY}+` : String(count);
  return html`<a href=${href} aria-current=${isHere ? "page" : nothing}
    >${label}${count > 0 ? html` <span class="count">${shown}</span>` : nothing}</a
  >`;
}

function banner({ message, trouble }: Failure, { seenAt, dismiss, retry }: ShellView): TemplateResult {
  const hasOld = dismiss === undefined && trouble !== "missing" && seenAt !== undefined;
  return html`<div class="banner" role="alert">
    <p>
      ${message}
      ${hasOld ? html`What you see is from ${seenAt?.toLocaleTimeString("en-GB")}.` : nothing}
      ${dismiss === undefined && trouble !== "missing" ? "The page tries again." : nothing}
    </p>
    ${
      dismiss
        ? html`<button type="button" @click=${dismiss}>Close</button>`
        : html`<button type="button" @click=${retry}>Try now</button>`
    }
  </div>`;
}
