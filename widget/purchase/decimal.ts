/** `decimal` × `factor`, exactly. `decimal` is a plain decimal, `factor` a whole number. */
export function multiply(decimal: string, factor: number): string {
  const places = placesOf(decimal);
  return toDecimal(toUnits(decimal, places) * BigInt(factor), places);
}

/** Whether this is a plain decimal: no sign, no exponent, no grouping. */
export function isDecimal(text: unknown): text is string {
  return typeof text === "string" && /^(0|[1-9]\d{0,29})(\.\d{1,30})?$/.test(text);
}

/** `10.00` is `10`. */
export function canonical(decimal: string): string {
  return decimal.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}

export function placesOf(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

export function toUnits(decimal: string, places: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(places - placesOf(decimal)));
}

export function toDecimal(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, "0");
  return canonical(`${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`);
}
