export { type AppOptions, buildApp } from "./app.ts";
export { companion } from "./companion.ts";
export { type Config, ConfigError, parseConfig } from "./config/config.ts";
export * from "./contract/contract.ts";
export { type FetchHandlerOptions, toFetchHandler } from "./http/fetch-handler.ts";
export { signOffer } from "./offers/sign-offer.ts";
export type { CompanionOptions } from "./options.ts";
export { isSignedBy } from "./webhooks/signature.ts";
