const UUID = /^[\da-f-]{36}$/i;

/** The id that the payer has returned with, in this page's address. */
export function returnedId(): string {
  const id = new URLSearchParams(location.search).get("checkout") ?? "";
  return UUID.test(id) ? id : "";
}
