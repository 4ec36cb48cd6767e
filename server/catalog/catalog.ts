import { z } from "zod";
import { type Product, ProductSchema } from "../contract/contract.ts";
import { toAmount, toDecimal } from "../domain/amount.ts";
import { amountFault } from "../domain/currency.ts";

/** The merchant's products by id. */
export type Catalog = ReadonlyMap<string, Product>;

const CatalogFileSchema = z.strictObject({ products: z.array(z.strictObject(ProductSchema.shape)) });

/**
 * Reads the text of a catalog file: `{ "products": [{ "id", "title", "amount", "currency", "maxQuantity"? }] }`.
 * @throws {Error} that names every fault, when there is one
 */
export function parseCatalog(text: string): Catalog {
  const { success, data, error } = CatalogFileSchema.safeParse(parseJson(text));
  if (!success)
    throw new Error(error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; "));
  const faults = data.products.flatMap((product, index) => faultsOf(product, data.products.slice(0, index)));
  if (faults.length > 0) throw new Error(faults.join("; "));
  return new Map(data.products.map((product) => [product.id, canonical(product)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    throw new Error(`no JSON (${(error as Error).message})`);
  }
}

function faultsOf({ id, amount, currency }: Product, before: readonly Product[]): string[] {
  const fault = amountFault(amount, currency);
  return [
    ...(before.some((other) => other.id === id) ? [`${id}: is there twice`] : []),
    ...(fault ? [`${id}: the amount ${fault}`] : []),
  ];
}

function canonical(product: Product): Product {
  return { ...product, amount: toDecimal(toAmount(product.amount)) };
}
