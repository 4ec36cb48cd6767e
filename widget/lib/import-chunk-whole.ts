import { CheckoutController, StatusController, shareTexts } from "../engine/engine.ts";
import { LABELS as ar } from "../i18n/languages/ar.ts";
import { LABELS as de } from "../i18n/languages/de.ts";
import { LABELS as es } from "../i18n/languages/es.ts";
import { LABELS as fr } from "../i18n/languages/fr.ts";
import { LABELS as hi } from "../i18n/languages/hi.ts";
import { LABELS as it } from "../i18n/languages/it.ts";
import { LABELS as ja } from "../i18n/languages/ja.ts";
import { LABELS as ko } from "../i18n/languages/ko.ts";
import { LABELS as nl } from "../i18n/languages/nl.ts";
import { LABELS as pl } from "../i18n/languages/pl.ts";
import { LABELS as pt } from "../i18n/languages/pt.ts";
import { LABELS as tr } from "../i18n/languages/tr.ts";
import { LABELS as zh } from "../i18n/languages/zh.ts";
import { drawQr } from "../qr/draw.ts";
import type { Chunk, ChunkName } from "./import-chunk.ts";

/** Named one by one: the namespace object that a bundler makes would list what a page adds to `Object.prototype`, too. */
const engine: Chunk<"engine"> = { CheckoutController, StatusController, shareTexts };
const languages = { ar, de, es, fr, hi, it, ja, ko, nl, pl, pt, tr, zh };

/** The chunks where everything is in one file: the classic script, and the fallback. */
export async function importChunk<N extends ChunkName>(name: N, _server?: string): Promise<Chunk<N>> {
  const language = () => ({ LABELS: languages[name as keyof typeof languages] });
  return (name === "engine" ? engine : name === "draw" ? { drawQr } : language()) as Chunk<N>;
}
