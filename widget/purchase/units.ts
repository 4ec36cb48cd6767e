import { canonical } from "./decimal.ts";

export function placesOf(decimal: string): number {
  return decimal.split(".")[1]?.length ?? 0;
}

/** A decimal as a whole number of units of its last place. */
export function toUnits(decimal: string, places: number): bigint {
  return BigInt(decimal.replace(".", "") + "0".repeat(places - placesOf(decimal)));
}

export function toDecimal(units: bigint, places: number): string {
  const digits = String(units).padStart(places + 1, "0");
  return canonical(`${digits.slice(0, digits.length - places)}.${digits.slice(digits.length - places)}`);
}
