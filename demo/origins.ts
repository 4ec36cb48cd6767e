/** Where the demo's three parts are reached. Three origins, as in real life: shop, companion, Request Network. */
export interface Origins {
  pages: string;
  companion: string;
  sandbox: string;
}

/** What the demo's HTML files say, letter for letter, so that a snippet can be copied from them as it stands. */
export const DEFAULT_ORIGINS: Origins = {
  pages: "http://127.0.0.1:4400",
  companion: "http://127.0.0.1:4401",
  sandbox: "http://127.0.0.1:4402",
};
