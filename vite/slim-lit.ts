import { basename, resolve } from "node:path";
import type { Plugin } from "vite";

/** Takes our own small module in the place of Lit's `css-tag.js`. */
export const slimLit: Plugin = {
  name: "slim-lit",
  enforce: "pre",
  resolveId(id, importer) {
    const isLits = basename(id) === "css-tag.js" && importer?.includes("@lit/reactive-element");
    return isLits ? resolve("widget/element/css-tag.ts") : null;
  },
};
