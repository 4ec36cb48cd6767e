/** How the sandbox's webhooks fare, as `POST /sandbox/network` says it. */
export interface Weather {
  drop: boolean | number;
  duplicate: number;
  reorder: boolean;
  delayMs: number;
}

export interface WeatherKind {
  label: string;
  /** What is to be seen then. */
  hint: string;
  on: Partial<Weather>;
  off: Partial<Weather>;
  isOn: (weather: Weather) => boolean;
}

/** Six, because the wallet's three steps are told before the payment, which is told three times. */
const SOME = 6;

export const WEATHERS: WeatherKind[] = [
  {
    label: `Lose the next ${SOME}`,
    hint: "What is lost is sent again, until it arrives.",
    on: { drop: SOME },
    off: { drop: false },
    isOn: ({ drop }) => typeof drop === "number" && drop > 0,
  },
  {
    label: "Lose all",
    hint: "No webhook arrives at all: within two minutes the companion finds the payment by reading Request Network.",
    on: { drop: true },
    off: { drop: false },
    isOn: ({ drop }) => drop === true,
  },
  {
    label: "Send twice",
    hint: "Each delivery comes twice, and counts once.",
    on: { duplicate: 1 },
    off: { duplicate: 0 },
    isOn: ({ duplicate }) => duplicate > 0,
  },
  {
    label: "Last first",
    hint: "The variants of an event come in the wrong order.",
    on: { reorder: true },
    off: { reorder: false },
    isOn: ({ reorder }) => reorder,
  },
  {
    label: "Delay by 3 s",
    hint: "The payer is back sooner than the news.",
    on: { delayMs: 3000 },
    off: { delayMs: 0 },
    isOn: ({ delayMs }) => delayMs > 0,
  },
];
