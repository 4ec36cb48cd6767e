/** The id that the payer has returned with, in this page's address. */
export function returnedId(): string {
  return /[?&]checkout=([\da-f-]{36})(?![^&])/i.exec(location.search)?.[1] ?? "";
}
