import { type Choices, DEFAULTS } from "./choices.ts";

/** The declarations that make the element look as chosen; none for what is as usual. */
export function toDeclarations({
  color,
  radius,
  size,
  scheme,
}: Choices): [property: string, value: string][] {
  const declarations: [string, string | false][] = [
    ["--request-checkout-color", color],
    ["--request-checkout-on-color", color && toReadable(color)],
    ["--request-checkout-radius", radius !== DEFAULTS.radius && `${radius}px`],
    ["--request-checkout-size", size !== DEFAULTS.size && `${size}px`],
    ["color-scheme", scheme !== "auto" && scheme],
  ];
  return declarations.filter((pair): pair is [string, string] => Boolean(pair[1]));
}

/** Black or white, whichever is read more easily on a colour. Source: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
export function toReadable(color: string): "#ffffff" | "#000000" {
  const luminance = luminanceOf(color);
  return 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.05 ? "#ffffff" : "#000000";
}

function luminanceOf(color: string): number {
  const channels = [1, 3, 5].map((from) => Number.parseInt(color.slice(from, from + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = channels.map((value) =>
    value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
