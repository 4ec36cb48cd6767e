import type { RequestCheckout } from "../../../widget/request-checkout.ts";
import type { Choices } from "./choices.ts";
import { toDeclarations } from "./look.ts";
import { type Place, toAttributes } from "./markup.ts";

const OWN = ["--request-checkout-color", "--request-checkout-on-color"];
const PROPERTIES = [...OWN, "--request-checkout-radius", "--request-checkout-size", "color-scheme"];

/** The element that is chosen, as the snippet writes it. It is made anew only where something else is sold. */
export interface Preview {
  element: RequestCheckout;
  /** What it was made from. */
  key: string;
}

/** The element for these choices: the one that is there, dressed anew, or another one. */
export function toPreview(choices: Choices, place: Place, before: Preview | undefined): Preview {
  const attributes = toAttributes(choices, place);
  const key = JSON.stringify(attributes.filter(([name]) => name !== "lang" && name !== "target"));
  const element = key === before?.key ? before.element : createElement(attributes);
  element.lang = choices.lang;
  element.setAttribute("target", choices.tab === "new" ? "_blank" : "_self");
  if (element.textContent !== choices.text) element.textContent = choices.text;
  dress(element, choices);
  return { element, key };
}

function createElement(attributes: ReturnType<typeof toAttributes>): RequestCheckout {
  const element = document.createElement("request-checkout");
  for (const [name, value] of attributes) element.setAttribute(name, value === true ? "" : value);
  return element;
}

/** By the CSSOM, which a strict Content-Security-Policy lets pass. */
function dress({ style }: HTMLElement, choices: Choices): void {
  const chosen = new Map(toDeclarations(choices));
  for (const property of PROPERTIES) {
    const value = chosen.get(property);
    if (value) style.setProperty(property, value);
    else style.removeProperty(property);
  }
}

/** Makes the browser forget what it knows of this purchase, so that it can be paid anew. */
export function startAnew({ element }: Preview): void {
  void customElements
    .whenDefined(element.localName)
    .then(() => element.updateComplete)
    .then(() => element.reset());
}
