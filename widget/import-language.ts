import type { Labels } from "./labels.ts";

export interface Language {
  LABELS: Labels;
}

/** Every built-in language but English. Where the scripts are bundled, the bundler writes the chunks' names here instead. */
const IMPORTS: Record<string, () => Promise<Language>> = {
  ar: () => import("./languages/ar.ts"),
  de: () => import("./languages/de.ts"),
  es: () => import("./languages/es.ts"),
  fr: () => import("./languages/fr.ts"),
  hi: () => import("./languages/hi.ts"),
  it: () => import("./languages/it.ts"),
  ja: () => import("./languages/ja.ts"),
  ko: () => import("./languages/ko.ts"),
  nl: () => import("./languages/nl.ts"),
  pl: () => import("./languages/pl.ts"),
  pt: () => import("./languages/pt.ts"),
  tr: () => import("./languages/tr.ts"),
  zh: () => import("./languages/zh.ts"),
};

/** Loads a language. After `failures` it is asked for at another address: a browser remembers what could not be had. */
export async function importLanguage(code: string, failures: number): Promise<Language> {
  if (failures > 0) return import(/* @vite-ignore */ `./languages/${code}.js?${failures}`);
  return (IMPORTS[code] as () => Promise<Language>)();
}
