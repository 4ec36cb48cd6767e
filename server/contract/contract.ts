/**
 * Everything that crosses the companion's HTTP border: what it accepts, what it answers, and every error code.
 * The widget imports the types of this file and nothing else of the server.
 */
export * from "./checkout.ts";
export * from "./errors.ts";
export * from "./notification.ts";
export * from "./offers.ts";
export * from "./opening.ts";
export * from "./order-queries.ts";
export * from "./orders.ts";
export * from "./status.ts";
export * from "./upstream.ts";
export * from "./values.ts";
