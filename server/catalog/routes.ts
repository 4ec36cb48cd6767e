import type { FastifyPluginAsync } from "fastify";
import type { Product } from "../contract/contract.ts";
import { ApiError } from "../http/errors.ts";
import type { Limits } from "../http/limits.ts";
import type { Catalog } from "./catalog.ts";

/** `GET /v1/products/{id}`: what a button shows before it is pressed. */
export const productRoutes: FastifyPluginAsync<{
  assortment: () => { catalog: Catalog };
  limitReading: Limits["limitReading"];
}> = async (app, options) => {
  app.get<{ Params: { id: string } }>(
    "/v1/products/:id",
    { onRequest: options.limitReading },
    async (request, reply): Promise<Product> => {
      const product = options.assortment().catalog.get(request.params.id);
      if (!product) throw new ApiError("not_found", "There is no such product.");
      reply.header("cache-control", "no-cache");
      return product;
    },
  );
};
