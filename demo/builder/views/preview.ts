import { html, type TemplateResult } from "lit";
import type { Choices } from "../model/choices.ts";
import type { Preview } from "../model/preview-element.ts";
import type { Setting } from "../model/setting.ts";

export interface PreviewView {
  choices: Choices;
  setting: Setting;
  /** Missing while an offer is being signed. */
  preview: Preview | undefined;
  problem: string;
}

/** The element at work, on a bit of a page such as a merchant has. */
export function previewStage({ choices, setting, preview, problem }: PreviewView): TemplateResult {
  const { title, text, art } = toGoods(choices, setting);
  return html`<div class="stage ${choices.scheme}">
    <article>
      <img src="/shop/art/${art}.svg" alt="" width="320" height="240">
      <div>
        <h3>${title}</h3>
        <p>${text}</p>
        ${preview?.element ?? html`<p class="notice">${problem || "The companion signs the offer…"}</p>`}
      </div>
    </article>
  </div>`;
}

interface Goods {
  title: string;
  text: string;
  art: string;
}

function toGoods({ sale, product, quantity }: Choices, { products }: Setting): Goods {
  switch (sale) {
    case "product": {
      const title = products.find(({ id }) => id === product)?.title ?? "";
      return {
        title: quantity > 1 ? `${quantity} × ${title}` : title,
        text: "From the companion’s catalog. The page only names it.",
        art: product,
      };
    }
    case "offer":
      return { title: "Made to measure", text: "At a price that the merchant has signed.", art: "paper" };
    case "amount":
      return { title: "A pot of ink", text: "A tip. The page names the amount.", art: "ink" };
    case "payer":
      return { title: "Fish for the pelican", text: "The payer decides how much.", art: "fish" };
  }
}
