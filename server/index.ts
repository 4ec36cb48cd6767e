export { type AppOptions, buildApp } from "./app.ts";
export { type CompanionOptions, companion } from "./companion.ts";
export { type Config, ConfigError, parseConfig } from "./config/config.ts";
export * from "./contract/contract.ts";
export { signOffer } from "./offers/sign-offer.ts";
export { isSignedBy } from "./webhooks/signature.ts";
