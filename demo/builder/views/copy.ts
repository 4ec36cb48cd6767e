import { html, nothing, svg, type TemplateResult } from "lit";
import type { Choices, Choose } from "../model/choices.ts";
import { toCatalog, toEnvironment, toPlainLink } from "../model/companion-files.ts";
import { type Place, toPlace } from "../model/markup.ts";
import { toQrCode } from "../model/qr-code.ts";
import type { Setting } from "../model/setting.ts";
import { toSnippet } from "../model/snippets.ts";
import { copyButton } from "./copy-button.ts";
import { highlight } from "./highlight.ts";
import { radios } from "./radios.ts";

/** Everything to take away. */
export function copySection(
  choices: Choices,
  { setting, offer }: { setting: Setting; offer: string },
  choose: Choose,
): TemplateResult {
  const place = toPlace(choices, setting, offer);
  return html`<section class="step" aria-labelledby="copy-title">
    <h2 id="copy-title"><span class="number">3</span> Copy it</h2>
    <div class="pickers">
      ${radios({
        name: "place",
        legend: "For",
        value: choices.place,
        options: [
          { value: "sandbox", label: "the sandbox" },
          { value: "live", label: "a live page" },
        ],
        choose: (value) => choose({ place: value }),
      })}
      ${radios({
        name: "code",
        legend: "As",
        value: choices.code,
        options: [
          { value: "html", label: "HTML" },
          { value: "react", label: "React" },
          { value: "vue", label: "Vue" },
        ],
        choose: (code) => choose({ code }),
      })}
    </div>
    ${file("Your page", toSnippet(choices, place), "the snippet")}
    <p class="hint">${whereItWorks(choices, setting)}</p>
    <div class="files">${companionFiles(choices, setting, place)} ${plainLink(choices, place)}</div>
    <p class="unseen" role="status" data-said></p>
  </section>`;
}

function whereItWorks({ place, way }: Choices, { allowedOrigins }: Setting): TemplateResult {
  if (place === "live")
    return html`Put your own names where <code>your-shop</code> and <code>…</code> stand.
      ${way === "static" ? html`Without a companion, put the script and its <code>chunks/</code> from <code>npm run build</code> on your own web space.` : nothing}`;
  return html`Works as it stands on ${allowedOrigins.map((origin, index) => html`${index > 0 ? " and " : ""}<code>${origin}</code>`)}.
    For a page of yours: <code>npm run demo -- --origins http://localhost:3000</code>`;
}

function companionFiles(choices: Choices, setting: Setting, place: Place): TemplateResult {
  const environment = toEnvironment(choices, setting, place);
  const catalog = toCatalog(choices, setting.products);
  if (!environment)
    return html`<div class="card quiet">
      <h3>The companion</h3>
      <p>The static way has none. Nothing of value should hang on it: whoever edits the page pays what they like.</p>
    </div>`;
  return html`<div class="stack">
    ${file("The companion’s .env", environment, "the environment file")}
    ${catalog ? file("catalog.json, beside it", catalog, "the catalog") : nothing}
  </div>`;
}

function plainLink(choices: Choices, place: Place): TemplateResult {
  const url = toPlainLink(choices, place);
  if (!url)
    return html`<div class="card quiet">
      <h3>Plain link</h3>
      <p>For mails, posters and pages without scripts. It sells a product of the companion’s catalog: choose one to see it.</p>
    </div>`;
  return html`<div class="card link">
    <h3>Plain link</h3>
    <p>The same purchase without a script: for mails, posters, and a CMS that strips scripts.</p>
    <p class="url">${choices.place === "live" ? html`<code>${url}</code>` : html`<a href=${url} target="_blank">${url}</a>`} ${copyButton(url, "the plain link")}</p>
    ${picture(url)}
    ${choices.place === "sandbox" ? html`<p class="hint">A phone reaches it once your companion has a public address: 127.0.0.1 is this machine.</p>` : nothing}
  </div>`;
}

function picture(url: string): TemplateResult {
  const { size, path } = toQrCode(url);
  return html`<svg class="qr" role="img" aria-label="QR code of the plain link" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">
    ${svg`<rect width=${size} height=${size} fill="#fff"></rect><path d=${path} fill="#000"></path>`}
  </svg>`;
}

function file(title: string, text: string, what: string): TemplateResult {
  return html`<figure class="file">
    <figcaption>${title} ${copyButton(text, what)}</figcaption>
    <pre tabindex="0" role="region" aria-label=${title}><code>${highlight(text)}</code></pre>
  </figure>`;
}
