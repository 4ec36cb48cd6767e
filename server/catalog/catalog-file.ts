import { readFileSync } from "node:fs";
import { isSameAsset } from "../domain/currency.ts";
import { type Catalog, parseCatalog } from "./catalog.ts";
import type { LinkCurrency } from "./link-currency.ts";

export interface CatalogFileOptions {
  path: string;
  /** The one currency that links ask for, where the configuration names it. */
  links?: LinkCurrency | undefined;
  readFile?: ((path: string) => string) | undefined;
}

/**
 * Reads a catalog file.
 * @throws {Error} that names the file and each fault: it can't be read, is no catalog, or sells in another currency than
 * the links ask for
 */
export function loadCatalog({ path, links, readFile = readText }: CatalogFileOptions): Catalog {
  const catalog = read(path, readFile);
  const foreign = [...catalog.values()].filter(
    (product) => links && !isSameAsset(product.currency, links.currency),
  );
  if (foreign.length === 0) return catalog;
  const faults = foreign.map(({ id, currency }) => `${id} is priced in ${currency}, but ${links?.says}`);
  throw new Error(`${path}: ${faults.join("; ")}`);
}

function read(path: string, readFile: (path: string) => string): Catalog {
  try {
    return parseCatalog(readFile(path));
  } catch (error) {
    throw new Error(`${path}: ${(error as Error).message}`);
  }
}

function readText(path: string): string {
  return readFileSync(path, "utf8");
}

export interface WatchOptions extends CatalogFileOptions {
  /** How often the file is looked at. Default 2000 ms. */
  everyMs?: number | undefined;
  changed: (catalog: Catalog) => void;
  log: Record<"info" | "error", (details: object, message: string) => void>;
}

/**
 * Hands over each new version of a catalog file. One that is not valid is refused with a line in the log, and the one
 * before it goes on to serve. By reading the file again and again: it may be replaced, linked, or on a share. Calling
 * the answer ends it.
 */
export function watchCatalog({ everyMs = 2000, changed, log, ...options }: WatchOptions): () => void {
  let last = textOf(options.path);
  const look = () => {
    const text = textOf(options.path);
    if (text === last) return;
    last = text;
    try {
      const catalog = loadCatalog(options);
      changed(catalog);
      log.info({ products: catalog.size }, "catalog read again");
    } catch (error) {
      const problem = (error as Error).message;
      log.error({ problem }, "the new catalog is not valid, and the old one stays: fix CATALOG_FILE");
    }
  };
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
}

/** What stands in the file, or undefined where it can't be read. */
function textOf(path: string): string | undefined {
  try {
    return readText(path);
  } catch {
    return undefined;
  }
}
