import type { z } from "zod";
import {
  CheckoutSchema,
  CompanionStatusSchema,
  DeliveriesPageSchema,
  DeliveriesQuerySchema,
  type ErrorCode,
  HealthSchema,
  NewOfferSchema,
  OpenCheckoutSchema,
  OrderFilterSchema,
  OrderHistorySchema,
  OrderSchema,
  OrdersPageSchema,
  OrdersQuerySchema,
  PlainLinkSchema,
  ProductSchema,
  ReadinessSchema,
  ReceivedSchema,
  ResentSchema,
  ResolutionSchema,
  SignedOfferSchema,
  TotalsSchema,
  WaitSchema,
  WebhookEventSchema,
} from "../contract/contract.ts";

/** A route, as whoever calls it needs to know it. */
export interface Operation {
  summary: string;
  /** The merchant's: behind the bearer token. */
  isMerchants?: boolean;
  query?: readonly z.ZodObject[];
  body?: z.ZodType;
  /** Answers by status: JSON of a schema, or something else by its media type. */
  answers: Record<number, z.ZodType | string>;
  errors?: readonly ErrorCode[];
}

const OPENING: readonly ErrorCode[] = [
  "invalid_request",
  "unknown_product",
  "amount_not_allowed",
  "invalid_offer",
  "offer_expired",
  "offer_used",
  "currency_not_accepted",
  "rate_limited",
  "payment_service_failed",
  "payment_service_busy",
  "unavailable",
];

/** Every route of the companion but its scripts, by path and method. */
export const OPERATIONS: Record<string, Partial<Record<"get" | "post", Operation>>> = {
  "/v1/checkouts": {
    post: {
      summary: "Opens a checkout, for a page on an allowed origin",
      body: OpenCheckoutSchema,
      answers: { 200: CheckoutSchema, 201: CheckoutSchema },
      errors: [
        ...OPENING,
        "invalid_return_url",
        "invalid_payment_url",
        "origin_not_allowed",
        "id_conflict",
        "link_claimed",
        "link_wrong_payee",
        "link_wrong_currency",
        "link_wrong_network",
        "link_below_price",
        "link_other_request",
        "link_not_single",
        "link_pays_out",
        "link_is_test",
        "too_large",
        "unsupported_media_type",
      ],
    },
  },
  "/v1/checkouts/{id}": {
    get: {
      summary: "Where a checkout stands; with wait and either after or If-None-Match, once that has changed",
      query: [WaitSchema],
      answers: { 200: CheckoutSchema, 304: "nothing has changed" },
      errors: ["invalid_request", "not_found", "rate_limited", "unavailable"],
    },
  },
  "/v1/products/{id}": {
    get: {
      summary: "A product of the catalog",
      answers: { 200: ProductSchema },
      errors: ["not_found", "rate_limited"],
    },
  },
  "/webhooks/request": {
    post: {
      summary: "Request Network's webhooks, signed",
      body: WebhookEventSchema,
      answers: { 200: ReceivedSchema },
      errors: ["invalid_request", "invalid_signature", "too_large", "unsupported_media_type", "unavailable"],
    },
  },
  "/pay/{product}": {
    get: {
      summary: "Opens a checkout for a person who navigates here, and leads to the hosted page",
      query: [PlainLinkSchema],
      answers: { 200: "text/html", 303: "the hosted page" },
      errors: [...OPENING, "navigation_only"],
    },
    post: {
      summary: "The same, by the button of the page that the other one answers",
      query: [PlainLinkSchema],
      answers: { 303: "the hosted page" },
      errors: [...OPENING, "navigation_only"],
    },
  },
  "/c/{id}": {
    get: {
      summary: "Where a checkout stands, as a page",
      answers: { 200: "text/html" },
      errors: ["not_found", "rate_limited"],
    },
  },
  "/v1/orders": {
    get: {
      summary: "The orders, newest first",
      isMerchants: true,
      query: [OrdersQuerySchema],
      answers: { 200: OrdersPageSchema },
      errors: ["invalid_request"],
    },
  },
  "/v1/orders.csv": {
    get: {
      summary: "The orders as a table; `terms` and `unverifiedSince` are its last columns",
      isMerchants: true,
      query: [OrderFilterSchema],
      answers: { 200: "text/csv" },
      errors: ["invalid_request"],
    },
  },
  "/v1/totals": {
    get: {
      summary: "What the orders have brought, by currency. Unverified and refuted money is in no total",
      isMerchants: true,
      query: [OrderFilterSchema],
      answers: { 200: TotalsSchema },
      errors: ["invalid_request"],
    },
  },
  "/v1/orders/{id}": {
    get: {
      summary: "An order with its history",
      isMerchants: true,
      answers: { 200: OrderHistorySchema },
      errors: ["not_found"],
    },
  },
  "/v1/orders/{id}/resolve": {
    post: {
      summary: "Resolves an order that needs review, is unverified, or was refuted",
      isMerchants: true,
      body: ResolutionSchema,
      answers: { 200: OrderSchema },
      errors: ["invalid_request", "not_found", "not_in_review"],
    },
  },
  "/v1/orders/{id}/notify": {
    post: {
      summary: "Sends the order's notifications again",
      isMerchants: true,
      answers: { 200: ResentSchema },
      errors: ["not_found"],
    },
  },
  "/v1/deliveries": {
    get: {
      summary: "Webhooks as they came",
      isMerchants: true,
      query: [DeliveriesQuerySchema],
      answers: { 200: DeliveriesPageSchema },
      errors: ["invalid_request"],
    },
  },
  "/v1/offers": {
    post: {
      summary: "Signs an offer",
      isMerchants: true,
      body: NewOfferSchema,
      answers: { 201: SignedOfferSchema },
      errors: ["invalid_request", "not_found"],
    },
  },
  "/v1/status": {
    get: {
      summary: "How the companion itself is: calibration, clock, reconciler, and warnings",
      isMerchants: true,
      answers: { 200: CompanionStatusSchema },
    },
  },
  "/metrics": {
    get: { summary: "Measurements, for Prometheus", isMerchants: true, answers: { 200: "text/plain" } },
  },
  "/dashboard": {
    get: {
      summary: "A page over the merchant's routes; it asks for the token itself",
      answers: { 200: "text/html" },
      errors: ["not_found"],
    },
  },
  "/healthz": { get: { summary: "The process answers", answers: { 200: HealthSchema } } },
  "/readyz": {
    get: {
      summary: "The store takes a write; with the merchant's token also calibration, clock and reconciler",
      answers: { 200: ReadinessSchema },
      errors: ["unavailable"],
    },
  },
  "/openapi.json": { get: { summary: "This document", answers: { 200: "application/json" } } },
};
