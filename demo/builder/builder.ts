import { html, render } from "lit";
import { isArrival, returnedCheckout, writeAddress } from "./model/address.ts";
import { type Choices, mend, parseChoices } from "./model/choices.ts";
import { toPlace } from "./model/markup.ts";
import { createOfferDesk } from "./model/offer.ts";
import { type Preview, startAnew, toPreview } from "./model/preview-element.ts";
import { createWeatherStation } from "./model/sandbox.ts";
import type { Setting } from "./model/setting.ts";
import { startTracer } from "./model/tracer.ts";
import { choicesForm } from "./views/choices-form.ts";
import { copySection } from "./views/copy.ts";
import { keepAtEnd } from "./views/keep-at-end.ts";
import { previewStage } from "./views/preview.ts";
import { traceView } from "./views/trace-view.ts";
import { weatherBar } from "./views/weather.ts";

/** Shows the builder, and keeps address, preview, code and trace in step with what is chosen. */
export function startBuilder(root: HTMLElement, setting: Setting): void {
  let choices = parseChoices(location.search, setting.products);
  let preview: Preview | undefined;
  const offers = createOfferDesk(drawSoon);
  const tracer = startTracer(setting, changed);
  const sandbox = createWeatherStation(setting.sandbox, { tracer, changed: drawSoon });
  let isDue = false;

  function choose(patch: Partial<Choices>, isPassing = false): void {
    const before = preview?.key;
    choices = mend({ ...choices, ...patch }, setting.products);
    draw();
    const isOther = preview?.key !== before;
    if (isOther && preview) startAnew(preview);
    if (!isPassing) writeAddress(choices, setting, !isOther);
  }

  function dressPreview(offer: string): void {
    const before = preview?.key;
    const isReady = choices.sale !== "offer" || offer !== "";
    const place = toPlace({ ...choices, place: "sandbox" }, setting, offer);
    preview = isReady ? toPreview(choices, place, preview) : undefined;
    const isFirst = before === undefined && returnedCheckout() !== null && isArrival();
    if (preview && preview.key !== before) tracer.begin(isFirst ? "return" : "load");
  }

  /** Several changes in one turn are drawn once. */
  function drawSoon(): void {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(draw);
  }

  function changed(hasNews: boolean): void {
    if (hasNews) void sandbox.look();
    drawSoon();
  }

  function draw(): void {
    isDue = false;
    const offer = choices.sale === "offer" ? offers.of(choices.amount) : "";
    dressPreview(offer);
    const restore = keepAtEnd(root.querySelector("[data-trace]"));
    const token = preview ? tracer.tokenOf(preview.element) : "";
    const { groups, isUsed, clear } = tracer;
    const trace = { groups, isUsed, clear, hasCompanion: choices.way !== "static" };
    render(
      html`<div class="bench">
          <section class="step" aria-labelledby="choose-title">
            <h2 id="choose-title"><span class="number">1</span> Choose</h2>
            ${choicesForm(choices, setting, choose)}
          </section>
          <section class="step" aria-labelledby="try-title">
            <h2 id="try-title"><span class="number">2</span> Try it</h2>
            <p class="hint">This is the real element, and it really pays: on the sandbox’s page, choose <b>Pay in full</b>.</p>
            ${previewStage({ choices, setting, preview, problem: offers.problem })}
            ${traceView(trace)} ${weatherBar({ ...sandbox.state, change: sandbox.change, token, act: sandbox.act })}
          </section>
        </div>
        ${copySection(choices, { setting, offer }, choose)}`,
      root,
    );
    restore();
  }

  document.addEventListener("click", (event) => {
    const path = event.composedPath();
    const isPress = path.some((node) => node instanceof Element && node.matches("[part=button]"));
    if (isPress && preview && path.includes(preview.element)) tracer.begin("press");
  });
  addEventListener("popstate", () => {
    choices = parseChoices(location.search, setting.products);
    draw();
  });
  root.replaceChildren();
  draw();
  void sandbox.look();
}
