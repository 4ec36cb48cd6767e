import { executeServerCommand } from "@web/test-runner-commands";
import type { Checkout } from "../../server/contract/contract.ts";
import type { RequestCheckout } from "../../widget/request-checkout.ts";
import type { RequestCheckoutStatus } from "../../widget/request-checkout-status.ts";
import type { WidgetAnswer, WidgetCall } from "./widget-world.ts";

/** What a test tells the scripted servers. */
export interface WorldCommand {
  world: string;
  script?: Record<string, WidgetAnswer[]>;
  change?: Partial<Checkout> & { id: string };
  /** The answer of `GET /v2/request/{id}`. */
  request?: object;
  close?: boolean;
}

/** The companion and the Request API of one test. */
export class World {
  readonly name: string = crypto.randomUUID();
  #origin = "";

  static async open(script: Record<string, WidgetAnswer[]> = {}): Promise<World> {
    const world = new World();
    worlds.add(world);
    await world.#tell({ script });
    return world;
  }

  get companion(): string {
    return `${this.#origin}/${this.name}/companion`;
  }

  get api(): string {
    return `${this.#origin}/${this.name}/api`;
  }

  /** The attributes of each way to use the button. */
  get staticWay(): Record<string, string> {
    return { "client-id": `cli_${this.name}`, "api-url": this.api, amount: "10", currency: "USDC-base" };
  }

  get companionOnly(): Record<string, string> {
    return { server: this.companion, product: "sticker" };
  }

  get bothWay(): Record<string, string> {
    return { "client-id": `cli_${this.name}`, "api-url": this.api, ...this.companionOnly };
  }

  script(script: Record<string, WidgetAnswer[]>): Promise<void> {
    return this.#tell({ script });
  }

  change(id: string, patch: Partial<Checkout>): Promise<void> {
    return this.#tell({ change: { ...patch, id } });
  }

  changeRequest(request: object): Promise<void> {
    return this.#tell({ request });
  }

  close(): Promise<void> {
    return this.#tell({ close: true });
  }

  /** The calls so far whose `METHOD path` begins like this. */
  async calls(route = ""): Promise<WidgetCall[]> {
    const { calls } = await this.#command({});
    return calls.filter(({ method, path }) => `${method} ${path}`.startsWith(route));
  }

  /** How many requests wait for their answer. */
  async waiting(): Promise<number> {
    return (await this.#command({})).open;
  }

  async #tell(command: Partial<WorldCommand>): Promise<void> {
    this.#origin = (await this.#command(command)).origin;
  }

  #command(command: Partial<WorldCommand>): Promise<{ origin: string; calls: WidgetCall[]; open: number }> {
    return executeServerCommand("world", { ...command, world: this.name });
  }
}

/** Where the page was about to go, had the test let it. */
export const left: string[] = [];
navigation.addEventListener("navigate", (event) => {
  if (event.hashChange || event.destination.sameDocument) return;
  event.preventDefault();
  left.push(event.destination.url);
});

const EVENTS = ["checkout-created", "checkout-change", "checkout-paid", "checkout-error"] as const;

/** A `<request-checkout>` as a payer meets it: by role, name and text. */
export class PayButton<E extends RequestCheckout | RequestCheckoutStatus = RequestCheckout> {
  readonly element: E;
  /** Every event so far: its type, and its code or status. */
  readonly events: string[] = [];

  constructor(element: E) {
    this.element = element;
    for (const type of EVENTS)
      element.addEventListener(type, (event) =>
        this.events.push(`${type} ${"code" in event ? event.code : event.checkout?.status}`),
      );
  }

  get checkout(): Checkout | null {
    return this.element.checkout;
  }

  /** The visible names of all buttons. */
  get buttons(): string[] {
    return this.#all("button").map(nameOf);
  }

  get isBusy(): boolean {
    return this.#all("button").some((button) => button.getAttribute("aria-busy") === "true");
  }

  /** What the live region says. */
  get says(): string {
    return this.#all("[role=status]").map(nameOf).join(" ");
  }

  get price(): string {
    return this.#all("[part~=amount]").map(nameOf).join(" ");
  }

  get link(): HTMLAnchorElement | undefined {
    return this.#all<HTMLAnchorElement>("a")[0];
  }

  /** The button with this name, or the only one. */
  button(name?: string): HTMLButtonElement {
    const found = this.#all<HTMLButtonElement>("button").find((each) => !name || nameOf(each) === name);
    if (!found) throw new Error(`no button "${name}", but ${JSON.stringify(this.buttons)}`);
    return found;
  }

  press(name?: string): void {
    this.button(name).click();
  }

  /** Waits until the button has done what a press makes it do. */
  async settled(): Promise<void> {
    await this.element.updateComplete;
    await until(() => !this.isBusy || left.length > 0, "the button rests");
  }

  #all<E extends Element = HTMLElement>(selector: string): E[] {
    return [...(this.element.shadowRoot?.querySelectorAll<E>(selector) ?? [])];
  }
}

export function nameOf(element: Element): string {
  const slot = element.querySelector("slot");
  const assigned = slot?.assignedNodes().map((node) => node.textContent);
  const text = slot && assigned?.length ? assigned.join("") : (element.textContent ?? "");
  return text.replace(/\s+/g, " ").trim();
}

const mounted = new Set<Element>();
const worlds = new Set<World>();

export async function mount(attributes: Record<string, string>, text = ""): Promise<PayButton> {
  const element = document.createElement("request-checkout");
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return attach(element);
}

export async function attach<E extends RequestCheckout | RequestCheckoutStatus>(
  element: E,
): Promise<PayButton<E>> {
  const button = new PayButton(element);
  document.body.append(element);
  mounted.add(element);
  await element.updateComplete;
  return button;
}

/** Takes away whatever a test has put on the page. */
export async function cleanUp(): Promise<void> {
  for (const element of mounted) element.remove();
  mounted.clear();
  left.length = 0;
  localStorage.clear();
  setReturn(undefined);
  const closing = [...worlds].map((world) => world.close());
  worlds.clear();
  await Promise.all(closing);
}

/** The page as the hosted page's button leads back to it. */
export function setReturn(id: string | undefined): void {
  const url = new URL(location.href);
  if (id) url.searchParams.set("checkout", id);
  else url.searchParams.delete("checkout");
  history.replaceState(null, "", url);
}

/** Waits until it holds, and says what did not. */
export async function until(holds: () => unknown, what: string): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await holds())) {
    if (performance.now() > end)
      throw new Error(`did not come: ${what}; the page: ${[...mounted].map(textOf).join(" | ")}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

function textOf(element: Element): string {
  const texts = [...(element.shadowRoot?.querySelectorAll("button, p, a") ?? [])].map(nameOf);
  return texts.filter(Boolean).join(" / ");
}
