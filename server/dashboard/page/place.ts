/** What the page shows, as its address says behind `#`. */
export type Place = { view: "orders"; filter: Filter } | { view: "order"; id: string } | { view: "aside" };

/** As `GET /v1/orders` takes it; what is empty filters nothing. */
export type Filter = Record<"status" | "reference" | "product" | "since" | "until", string>;

const FIELDS = ["status", "reference", "product", "since", "until"] as const;

export function parsePlace(hash: string): Place {
  const [path = "", query = ""] = hash.replace(/^#\/?/, "").split("?");
  const [view, id] = path.split("/");
  if (view === "orders" && id) return { view: "order", id: decodeURIComponent(id) };
  if (view === "aside") return { view: "aside" };
  const params = new URLSearchParams(query);
  return {
    view: "orders",
    filter: Object.fromEntries(FIELDS.map((name) => [name, params.get(name) ?? ""])) as Filter,
  };
}

export function toHash(place: Place): string {
  if (place.view === "order") return `#/orders/${encodeURIComponent(place.id)}`;
  if (place.view === "aside") return "#/aside";
  const params = toQuery(place.filter);
  return params.size > 0 ? `#/?${params}` : "#/";
}

/** Without what is empty. */
export function toQuery(filter: Filter): URLSearchParams {
  return new URLSearchParams(FIELDS.filter((name) => filter[name]).map((name) => [name, filter[name]]));
}
