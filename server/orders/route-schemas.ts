import {
  DeliveriesPageSchema,
  DeliveriesQuerySchema,
  OrderFilterSchema,
  OrderHistorySchema,
  OrderSchema,
  OrdersPageSchema,
  OrdersQuerySchema,
  ResentSchema,
  ResolutionSchema,
  TotalsSchema,
} from "../contract/contract.ts";
import {
  errorAnswers,
  MERCHANT_CHANGE_ERRORS,
  MERCHANT_ERRORS,
  MERCHANT_ONLY,
  paramsOf,
  textAnswer,
} from "../http/route-schemas.ts";

const refused = errorAnswers(...MERCHANT_ERRORS);
const refusedQuery = errorAnswers(...MERCHANT_ERRORS, "invalid_request");
/** What the merchant's routes take and answer. */
export const SCHEMAS = {
  orders: {
    summary: "The orders, newest first",
    ...MERCHANT_ONLY,
    querystring: OrdersQuerySchema,
    response: { 200: OrdersPageSchema, ...refusedQuery },
  },
  csv: {
    summary: "The orders as a table; `terms` and `unverifiedSince` are its last columns",
    ...MERCHANT_ONLY,
    querystring: OrderFilterSchema,
    response: { 200: textAnswer("text/csv"), ...refusedQuery },
  },
  totals: {
    summary: "What the orders have brought, by currency. Unverified and refuted money is in no total",
    ...MERCHANT_ONLY,
    querystring: OrderFilterSchema,
    response: { 200: TotalsSchema, ...refusedQuery },
  },
  order: {
    summary: "An order with its history",
    ...MERCHANT_ONLY,
    params: paramsOf("id"),
    response: { 200: OrderHistorySchema, ...refused },
  },
  resolve: {
    summary: "Resolves an order that needs review, is unverified, or was refuted",
    ...MERCHANT_ONLY,
    params: paramsOf("id"),
    body: ResolutionSchema,
    response: {
      200: OrderSchema,
      ...errorAnswers(
        ...MERCHANT_CHANGE_ERRORS,
        "invalid_request",
        "not_in_review",
        "too_large",
        "unsupported_media_type",
      ),
    },
  },
  notify: {
    summary: "Sends the order's notifications again",
    ...MERCHANT_ONLY,
    params: paramsOf("id"),
    response: { 200: ResentSchema, ...errorAnswers(...MERCHANT_CHANGE_ERRORS) },
  },
  deliveries: {
    summary: "Webhooks as they came",
    ...MERCHANT_ONLY,
    querystring: DeliveriesQuerySchema,
    response: { 200: DeliveriesPageSchema, ...refusedQuery },
  },
};
