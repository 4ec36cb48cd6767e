import { adoptStyles as adopt, type CSSResult, type LitElement } from "lit";

type Styled = Pick<LitElement, "renderRoot" | "ownerDocument">;

const adopted = new WeakMap<Styled, CSSResult[]>();

/**
 * Puts styles on an element, beside those that it has. A style sheet serves in one document only: an element that is moved into
 * a frame gets sheets of that document.
 */
export function adoptStyles(element: Styled, ...added: CSSResult[]): void {
  const styles = [...(adopted.get(element) ?? []), ...added];
  adopted.set(element, styles);
  const { defaultView } = element.ownerDocument;
  const root = element.renderRoot as ShadowRoot;
  if (defaultView === window) adopt(root, styles);
  else if (defaultView)
    root.adoptedStyleSheets = styles.map(({ cssText }) => {
      const sheet = new (defaultView as typeof window).CSSStyleSheet();
      sheet.replaceSync(cssText);
      return sheet;
    });
}
