/** `decimal` × `factor`, exactly. `decimal` is a plain decimal, `factor` a whole number. */
export function multiply(decimal: string, factor: number): string {
  const [whole = "", places = ""] = decimal.split(".");
  const digits = String(BigInt(whole + places) * BigInt(factor)).padStart(places.length + 1, "0");
  const point = digits.length - places.length;
  return canonical(`${digits.slice(0, point)}.${digits.slice(point)}`);
}

/** Whether this is a plain decimal: no sign, no exponent, no grouping. */
export function isDecimal(text: unknown): text is string {
  return typeof text === "string" && /^(0|[1-9]\d{0,29})(\.\d{1,30})?$/.test(text);
}

/** `10.00` is `10`. */
export function canonical(decimal: string): string {
  return decimal.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
}
