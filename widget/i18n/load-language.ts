import { type ChunkName, importChunk } from "../lib/import-chunk.ts";
import { FIRST_ENGLISH, type Labels } from "./labels.ts";
import { wordsOf } from "./words.ts";

/** A language is not worth a longer wait to somebody who wants to pay. */
const PATIENCE_MS = 3000;

/**
 * The texts that are here: English as far as it has come, and what a page has needed of the others. Undefined where a
 * language was asked for and did not come, so that English stands in.
 */
export let known: Record<string, Partial<Labels> | undefined> = { en: FIRST_ENGLISH };

/** Uses the texts of another copy of this module. */
export function shareTexts(theirs: typeof known): void {
  known = theirs;
}

/** Built in, but for English, which is always here. */
type LanguageCode = Exclude<ChunkName, "engine" | "draw">;

/** The built-in language for a tag such as `pt-BR`; English where there is none. Traditional Chinese is written as simplified. */
export function builtIn(lang: string): string {
  const code = lang.slice(0, 2).toLowerCase();
  return !/^[a-z]{3}/i.test(lang) && wordsOf(code) ? code : "en";
}

/** The language in which an element speaks, as things are. */
export function spoken(lang: string): string {
  const code = builtIn(lang);
  return code in known && !known[code] ? "en" : code;
}

/** Makes sure that there are texts: those of a language, or English. Never rejects, and never takes long. */
export async function loadLanguage(lang: string): Promise<void> {
  const code = builtIn(lang);
  if (known[code]) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, PATIENCE_MS);
    importChunk(code as LanguageCode)
      .then(
        ({ LABELS }) => {
          known[code] = LABELS;
        },
        () => {},
      )
      .finally(() => resolve(clearTimeout(timer)));
  });
  known[code] ??= undefined;
}
