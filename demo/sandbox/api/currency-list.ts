import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { CURRENCIES, type Currency, findCurrency, findNetwork } from "../model/currencies.ts";
import { Problem, parseWith } from "../model/problem.ts";

const QuerySchema = z
  .object({
    network: z.string().optional(),
    symbol: z.string().optional(),
    id: z.string().optional(),
    firstOnly: z.enum(["true", "false"], "firstOnly must be 'true' or 'false' if provided").optional(),
  })
  .refine(({ firstOnly, network, symbol }) => firstOnly !== "true" || (network && symbol), {
    path: ["firstOnly"],
    message: "firstOnly needs both network and symbol",
  });

/** Public: the list is the same for everybody. An id, or the first only, answers one token and no array. */
export async function currencyList(app: FastifyInstance): Promise<void> {
  app.get("/v2/currencies", async (request) => {
    const { network, symbol, id, firstOnly } = parseWith(QuerySchema, request.query);
    const found = CURRENCIES.filter(
      (currency) =>
        (!network || currency.network === findNetwork(network)) &&
        (!symbol || currency.symbol.toLowerCase() === symbol.toLowerCase()) &&
        (!id || currency === findCurrency(id)),
    );
    if (found.length === 0) throw new Problem(404, "Token not found");
    const listed = found.map(toListed);
    return id || firstOnly === "true" ? listed[0] : listed;
  });
}

/** A fiat currency has neither a network nor an address. */
function toListed(currency: Currency): Partial<Currency> {
  const { id, name, symbol, decimals, type } = currency;
  return type === "ISO4217" ? { id, name, symbol, decimals, type } : currency;
}
