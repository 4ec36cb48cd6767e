import { findPackageJSON } from "node:module";
import { dirname } from "node:path";

/** The same in a checkout and in the npm package, where this file is compiled into `dist/demo/`. */
const ROOT = dirname(findPackageJSON(import.meta.url) ?? "");

/** The demo's pages, as they are written. */
export const PAGES_FOLDER = `${ROOT}/demo/`;

/** The scripts of those pages, as `npm run build` makes them. */
export const BUILT_FOLDER = `${ROOT}/dist/demo/`;
