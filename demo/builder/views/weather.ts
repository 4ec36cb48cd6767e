import { html, nothing, type TemplateResult } from "lit";
import { ACTIONS } from "../model/sandbox.ts";
import { WEATHERS, type Weather, type WeatherKind } from "../model/weather.ts";

export interface WeatherView {
  weather: Weather | undefined;
  change: (kind: WeatherKind, isOn: boolean) => void;
  /** The link that is being paid; empty where there is none. */
  token: string;
  act: (token: string, action: string) => void;
  /** Why the last of these did nothing, or shows nothing. */
  remark: string;
}

/** What can go wrong between Request Network and a companion, and what a payer can do. */
export function weatherBar({ weather, change, token, act, remark }: WeatherView): TemplateResult {
  const isOn = (kind: WeatherKind) => weather !== undefined && kind.isOn(weather);
  const hints = WEATHERS.filter(isOn).map(({ hint }) => hint);
  return html`<div class="weather">
    <div role="group" aria-labelledby="weather-title">
      <h3 id="weather-title">Bad weather</h3>
      <p class="hint">${hints.length > 0 ? hints.join(" ") : "For the webhooks between Request Network and the companion. The status comes right all the same."}</p>
      <div class="buttons">
        ${WEATHERS.map(
          (kind) => html`<button
            type="button"
            class="toggle"
            aria-pressed=${isOn(kind)}
            @click=${() => change(kind, !isOn(kind))}
          >
            ${kind.label}
          </button>`,
        )}
      </div>
    </div>
    <div role="group" aria-labelledby="act-title">
      <h3 id="act-title">In the payer’s place</h3>
      <p class="hint">
        ${token ? "What the payment page’s buttons do, to the payment that is open." : "Press the button above first: then there is a payment to do this to."}
      </p>
      <div class="buttons">
        ${ACTIONS.map(
          ([action, label]) => html`<button
            type="button"
            aria-disabled=${!token}
            @click=${() => token && act(token, action)}
          >
            ${label}
          </button>`,
        )}
      </div>
      <p class="remark" role="status">${remark || nothing}</p>
    </div>
  </div>`;
}
