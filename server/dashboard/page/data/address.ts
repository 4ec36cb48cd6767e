import { EVERYTHING, type Filter, parseFilter, toAddress } from "./filter.ts";

/** Which of the page's views is shown. It stands behind the `#`, which no server ever sees. */
export type Place =
  | { view: "orders"; filter: Filter }
  | { view: "order"; id: string }
  | { view: "quarantined" };

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?", 2);
  const [folder, id = ""] = path.split("/", 2);
  if (folder === "orders" && UUID.test(id)) return { view: "order", id: id.toLowerCase() };
  if (folder === "quarantined" || folder === "aside") return { view: "quarantined" };
  return { view: "orders", filter: query ? parseFilter(new URLSearchParams(query)) : EVERYTHING };
}

export function toHash(place: Place): string {
  switch (place.view) {
    case "orders":
      return toAddress(place.filter);
    case "order":
      return `#/orders/${place.id}`;
    case "quarantined":
      return "#/quarantined";
  }
}
