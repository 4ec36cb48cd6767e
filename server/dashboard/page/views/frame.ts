import { html, nothing, type TemplateResult } from "lit";
import type { Shown } from "../load.ts";
import { type Place, toHash } from "../place.ts";
import type { Actions } from "./actions.ts";
import { asideView } from "./aside.ts";
import { orderView } from "./order.ts";
import { ordersView } from "./orders.ts";

export interface FrameState {
  place: Place;
  shown: Shown | undefined;
  problem: string;
  /** What came of the last thing that was asked for. */
  said: string;
  actions: Actions;
}

const ALL = toHash({
  view: "orders",
  filter: { status: "", reference: "", product: "", since: "", until: "" },
});

/** The page around what is shown. */
export function frame({ place, shown, problem, said, actions }: FrameState): TemplateResult {
  const here = (view: Place["view"]) => (place.view === view ? "page" : nothing);
  return html`<header class="top">
      <nav aria-label="The dashboard">
        <a href=${ALL} aria-current=${here("orders")}>Orders</a>
        <a href="#/aside" aria-current=${here("aside")}>Kept aside</a>
      </nav>
      <button type="button" class="quiet" @click=${actions.leave}>Sign out</button>
    </header>
    <main>
      <p class="problem" role="alert" ?hidden=${!problem}>${problem}</p>
      <p class="said" role="status" ?hidden=${!said}>${said}</p>
      ${content({ place, shown, actions }, problem)}
    </main>`;
}

function content(
  { place, shown, actions }: Pick<FrameState, "place" | "shown" | "actions">,
  problem: string,
): TemplateResult | typeof nothing {
  if (shown?.view === "orders" && place.view === "orders") return ordersView(shown, place.filter, actions);
  if (shown?.view === "order") return orderView(shown.order, actions);
  if (shown?.view === "aside") return asideView(shown, actions);
  return problem ? nothing : html`<p class="hint">Loading …</p>`;
}
