import type { Order } from "../contract.ts";

const COLUMNS = [
  "createdAt",
  "id",
  "status",
  "reason",
  "amount",
  "currency",
  "amountPaid",
  "amountRefunded",
  "excess",
  "late",
  "product",
  "quantity",
  "title",
  "priceSource",
  "reference",
  "referenceSource",
  "payerIdentifier",
  "payerIdentifierSource",
  "origin",
  "createdBy",
  "requestIds",
  "updatedAt",
  "expiresAt",
] as const;

/** What a spreadsheet would take for a formula, in either width. */
const FORMULA = /^[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]/;

export const CSV_HEADER = `${COLUMNS.join(",")}\r\n`;

/** An order as a line of CSV (RFC 4180). Nothing in it is a formula to a spreadsheet. */
export function toCsvLine(order: Order): string {
  return `${COLUMNS.map((column) => toCell(order[column])).join(",")}\r\n`;
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
