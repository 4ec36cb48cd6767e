/**
 * What the elements need of Lit's `css-tag.js`, which the build of the scripts takes in its place: without the joining of style
 * sheets, without its error messages, and without a way for browsers that cannot adopt style sheets. Those do not know `light-dark()`
 * either: the button works there, without the style. The build fails where Lit imports a name that is missing here.
 */
export class CSSResult {
  readonly cssText: string;
  declare readonly styleSheet: CSSStyleSheet;

  constructor(cssText: string) {
    this.cssText = cssText;
    if (!("adoptedStyleSheets" in document)) return;
    this.styleSheet = new CSSStyleSheet();
    this.styleSheet.replaceSync(cssText);
  }
}

export const css = (strings: TemplateStringsArray): CSSResult => new CSSResult(strings[0] ?? "");

export const getCompatibleStyle = (style: CSSResult): CSSResult => style;

export function adoptStyles(root: ShadowRoot, styles: readonly CSSResult[]): void {
  root.adoptedStyleSheets = styles.map(({ styleSheet }) => styleSheet);
}

/** Nobody asks for these; Lit hands them on. */
export const supportsAdoptingStyleSheets = true;
export const unsafeCSS = (text: string): CSSResult => new CSSResult(text);
