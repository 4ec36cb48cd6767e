import type { Order } from "../contract/contract.ts";

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
  "terms",
  "unverifiedSince",
] as const;

/** Where a spreadsheet would see a formula, in either width: at the start, or after what some take for a separator. */
const CELL_START = /(^\s*|[,;|:\t\r\n][\s"]*)(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/g;

/** With a byte order mark, without which spreadsheets take the text for another encoding. */
export const CSV_HEADER = `\ufeff${COLUMNS.join(",")}\r\n`;

/** An order as a line of CSV (RFC 4180). Nothing in it is a formula to a spreadsheet. */
export function toCsvLine(order: Order): string {
  return `${COLUMNS.map((column) => toCell(order[column])).join(",")}\r\n`;
}

function toCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  const text = String(value);
  const safe = text.replaceAll(CELL_START, "$1'");
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
