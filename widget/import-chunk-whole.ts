import { CheckoutController, StatusController, shareTexts } from "./engine.ts";
import type { Chunk, ChunkName } from "./import-chunk.ts";
import { LABELS as ar } from "./languages/ar.ts";
import { LABELS as de } from "./languages/de.ts";
import { LABELS as es } from "./languages/es.ts";
import { LABELS as fr } from "./languages/fr.ts";
import { LABELS as hi } from "./languages/hi.ts";
import { LABELS as it } from "./languages/it.ts";
import { LABELS as ja } from "./languages/ja.ts";
import { LABELS as ko } from "./languages/ko.ts";
import { LABELS as nl } from "./languages/nl.ts";
import { LABELS as pl } from "./languages/pl.ts";
import { LABELS as pt } from "./languages/pt.ts";
import { LABELS as tr } from "./languages/tr.ts";
import { LABELS as zh } from "./languages/zh.ts";
import { drawQr } from "./qr/draw.ts";

/** Named one by one: the namespace object that a bundler makes would list what a page adds to `Object.prototype`, too. */
const engine: Chunk<"engine"> = { CheckoutController, StatusController, shareTexts };
const languages = { ar, de, es, fr, hi, it, ja, ko, nl, pl, pt, tr, zh };

/** The chunks where everything is in one file: the classic script, and the fallback. */
export async function importChunk<N extends ChunkName>(name: N, _server?: string): Promise<Chunk<N>> {
  const language = () => ({ LABELS: languages[name as keyof typeof languages] });
  return (name === "engine" ? engine : name === "draw" ? { drawQr } : language()) as Chunk<N>;
}
