import type { ReactiveController } from "lit";
import type { EngineHost } from "../element/host.ts";

/** Keeps the focus in the element: what had it may be gone after an update. A link in place of a blocked tab gets it. */
export class FocusController implements ReactiveController {
  #host: EngineHost;
  #hadFocus = false;
  #wasBlocked = false;

  constructor(host: EngineHost) {
    this.#host = host;
  }

  hostUpdate(): void {
    this.#hadFocus = !!this.#focused;
  }

  hostUpdated(): void {
    const isBlocked = this.#host.view.phase === "blocked";
    if (isBlocked && !this.#wasBlocked) this.#focus("a");
    this.#wasBlocked = isBlocked;
    if (this.#hadFocus && !this.#focused && !this.#focus("[part=button]")) this.#focus("[role=status]");
  }

  #focus(selector: string): boolean {
    const element = this.#host.renderRoot.querySelector<HTMLElement>(selector);
    element?.focus();
    return !!element;
  }

  get #focused(): Element | null {
    return (this.#host.renderRoot as ShadowRoot).activeElement;
  }
}
