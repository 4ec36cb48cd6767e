import type { View } from "../element/view.ts";
import type { State } from "./state.ts";

/** What there is to show of a state. */
export function toView({ phase, checkout, payUrl, foreign, problem, shown }: State): View {
  return { phase, checkout, payUrl, foreign, problem, price: shown.price };
}
