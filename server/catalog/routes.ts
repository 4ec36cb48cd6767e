import type { FastifyPluginAsync } from "fastify";
import type { Product } from "../contract.ts";
import { ApiError } from "../errors.ts";
import type { Catalog } from "./catalog.ts";

/** `GET /v1/products/{id}`: what a button shows before it is pressed. */
export const productRoutes: FastifyPluginAsync<{
  assortment: () => { catalog: Catalog };
  readsPerMinute: number;
}> = async (app, options) => {
  app.get<{ Params: { id: string } }>(
    "/v1/products/:id",
    { config: { rateLimit: { max: options.readsPerMinute } } },
    async (request, reply): Promise<Product> => {
      const product = options.assortment().catalog.get(request.params.id);
      if (!product) throw new ApiError("not_found", "There is no such product.");
      reply.header("cache-control", "no-cache");
      return product;
    },
  );
};
