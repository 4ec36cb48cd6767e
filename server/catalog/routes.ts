import type { FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { ProductSchema } from "../contract/contract.ts";
import { ApiError } from "../http/errors.ts";
import type { Limits } from "../http/limits.ts";
import { errorAnswers, paramsOf } from "../http/route-schemas.ts";
import type { Catalog } from "./catalog.ts";

/** `GET /v1/products/{id}`: what a button shows before it is pressed. */
export const productRoutes: FastifyPluginAsyncZod<{
  assortment: () => { catalog: Catalog };
  limitReading: Limits["limitReading"];
}> = async (app, options) => {
  app.get(
    "/v1/products/:id",
    {
      onRequest: options.limitReading,
      schema: {
        summary: "A product of the catalog",
        params: paramsOf("id"),
        response: { 200: ProductSchema, ...errorAnswers("not_found", "rate_limited") },
      },
    },
    async (request, reply) => {
      const product = options.assortment().catalog.get(request.params.id);
      if (!product) throw new ApiError("not_found", "There is no such product.");
      reply.header("cache-control", "no-cache");
      return product;
    },
  );
};
