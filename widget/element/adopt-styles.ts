import { adoptStyles as adopt, type CSSResult, type LitElement } from "lit";
import { styles } from "./styles.ts";

type Styled = Pick<LitElement, "renderRoot" | "ownerDocument">;

const adopted = new WeakMap<Styled, CSSResult[]>();

/** A style sheet serves in one document only: an element that is moved into a frame gets sheets of that document. */
export function adoptStyles(element: Styled, ...added: CSSResult[]): void {
  const all = [...(adopted.get(element) ?? [styles]), ...added];
  adopted.set(element, all);
  const { ownerDocument } = element;
  const root = element.renderRoot as ShadowRoot;
  if (ownerDocument === document) adopt(root, all);
  else if (ownerDocument.defaultView)
    root.adoptedStyleSheets = all.map(({ cssText }) => {
      const sheet = new (ownerDocument.defaultView as typeof window).CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
}
