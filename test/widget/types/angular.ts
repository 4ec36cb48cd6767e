import type { CheckoutPaidEvent, RequestCheckout } from "request-checkout/angular";

export function handlePaid({ checkout }: CheckoutPaidEvent): string {
  return checkout.amountPaid;
}

export const pay = (button: RequestCheckout): Promise<void> => button.pay();

// @ts-expect-error only an error has a code
export const code = ({ code }: CheckoutPaidEvent): string => code;
