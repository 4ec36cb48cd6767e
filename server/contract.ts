/**
 * Everything that crosses the companion's HTTP border: what it accepts, what it answers, and every error code.
 * The widget imports the types of this file and nothing else of the server.
 */
export * from "./contract/checkout.ts";
export * from "./contract/errors.ts";
export * from "./contract/notification.ts";
export * from "./contract/offers.ts";
export * from "./contract/opening.ts";
export * from "./contract/order-queries.ts";
export * from "./contract/orders.ts";
export * from "./contract/status.ts";
export * from "./contract/upstream.ts";
export * from "./contract/values.ts";
