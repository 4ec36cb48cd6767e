import type { View } from "../element/view.ts";
import type { Purchase } from "../purchase/purchase.ts";
import { isSame } from "../purchase/terms.ts";

/** Whether a checkout asks for another amount than stands beside the button: then it is named with its own. */
export function isOtherAmount({ checkout, foreign }: View, { price, asksAmount }: Purchase): boolean {
  if (foreign && !checkout) return true;
  return !!checkout && (price ? !isSame(price, checkout) : asksAmount);
}
