import { useRef, useState } from "react";
import { type CheckoutErrorEvent, RequestCheckout } from "request-checkout/react";

type Checkout = RequestCheckout["checkout"];

export interface StickersProps {
  server: string;
  /** Of the sandbox. A live page leaves it out. */
  apiUrl: string;
}

/** State goes into props, events come back into state. */
export function Stickers({ server, apiUrl }: StickersProps) {
  const button = useRef<RequestCheckout>(null);
  const [quantity, setQuantity] = useState(1);
  const [checkout, setCheckout] = useState<Checkout>(null);
  const [error, setError] = useState<CheckoutErrorEvent["code"] | "">("");

  return (
    <>
      <div className="choices">
        <button type="button" aria-label="One less" onClick={() => setQuantity((n) => Math.max(1, n - 1))}>
          −
        </button>
        <output aria-label="How many">{quantity}</output>
        <button type="button" aria-label="One more" onClick={() => setQuantity((n) => Math.min(20, n + 1))}>
          +
        </button>
      </div>
      <RequestCheckout
        ref={button}
        clientId="cli_sandbox"
        server={server}
        apiUrl={apiUrl}
        product="sticker"
        quantity={quantity}
        target="_blank"
        onCheckoutCreated={(event) => setCheckout(event.checkout)}
        onCheckoutChange={(event) => setCheckout(event.checkout)}
        onCheckoutPaid={(event) => setCheckout(event.checkout)}
        onCheckoutError={(event) => setError(event.code)}
      >
        Buy {quantity === 1 ? "a sticker" : `${quantity} stickers`}
      </RequestCheckout>
      <p className="told">{describe(checkout) || error || "React has heard of nothing yet."}</p>
    </>
  );
}

function describe(checkout: Checkout): string {
  if (!checkout) return "";
  const { status, amountPaid, currency } = checkout;
  return status === "paid"
    ? `React has heard: ${amountPaid} ${currency} paid.`
    : `React has heard: ${status}.`;
}
