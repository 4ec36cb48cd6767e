/**
 * What the elements need of Lit's `css-tag.js`, which the build of the scripts takes in its place: without the joining of style
 * sheets and without its error messages. The build fails where Lit imports a name that is missing here.
 */
const isAdopting = "adoptedStyleSheets" in Document.prototype && "replace" in CSSStyleSheet.prototype;

export class CSSResult {
  readonly cssText: string;
  declare readonly styleSheet: CSSStyleSheet;

  constructor(cssText: string) {
    this.cssText = cssText;
    if (!isAdopting) return;
    this.styleSheet = new CSSStyleSheet();
    this.styleSheet.replaceSync(cssText);
  }
}

export const css = (strings: TemplateStringsArray): CSSResult => new CSSResult(strings[0] ?? "");

export const getCompatibleStyle = (style: CSSResult): CSSResult => style;

/** In older browsers the sheets are elements. */
export function adoptStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  if (isAdopting) root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet);
  else
    for (const { cssText } of styles) {
      const style = document.createElement("style");
      style.textContent = cssText;
      root.append(style);
    }
}

/** Nobody asks for these; Lit hands them on. */
export const supportsAdoptingStyleSheets = isAdopting;
export const unsafeCSS = (text: string): CSSResult => new CSSResult(text);
