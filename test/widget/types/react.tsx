import { createRef, useState } from "react";
import { RequestCheckout, RequestCheckoutStatus } from "request-checkout/react";

const button = createRef<RequestCheckout>();

export function Right() {
  const [paid, setPaid] = useState("");
  return (
    <>
      <request-checkout
        ref={button}
        className="wide"
        client-id="cli_1"
        server="https://pay.shop.example"
        product="sticker"
        quantity={2}
        payer-amount
        target="_blank"
        lang="de"
        labels={{ pay: "Donate" }}
        oncheckout-created={({ checkout }) => checkout.id.trim()}
        oncheckout-paid={({ checkout }) => setPaid(checkout.amountPaid)}
        oncheckout-error={({ code }) => code.trim()}
        onClick={() => button.current?.reset()}
      >
        Buy {paid}
      </request-checkout>
      <request-checkout-status server="https://pay.shop.example" checkout-id="1" />
    </>
  );
}

export function Components() {
  const [paid, setPaid] = useState("");
  return (
    <>
      <RequestCheckout
        ref={button}
        className="wide"
        style={{ color: "red" }}
        clientId="cli_1"
        product="sticker"
        quantity={2}
        payerAmount
        labels={{ pay: "Donate" }}
        onCheckoutCreated={({ checkout }) => checkout.id.trim()}
        onCheckoutPaid={({ checkout }) => setPaid(checkout.amountPaid)}
        onCheckoutError={({ checkout, code }) => checkout?.id.trim() ?? code}
        onClick={() => button.current?.reset()}
      >
        Buy {paid}
      </RequestCheckout>
      <RequestCheckoutStatus server="https://pay.shop.example" checkoutId="1" onCheckoutPaid={() => {}} />
      {/* @ts-expect-error amounts are decimal strings */}
      <RequestCheckout amount={10} />
      {/* @ts-expect-error no such target */}
      <RequestCheckout target="_parent" />
      {/* @ts-expect-error only an error has a code */}
      <RequestCheckout onCheckoutPaid={({ code }) => code} />
      {/* @ts-expect-error an error may come before there is a checkout */}
      <RequestCheckout onCheckoutError={({ checkout }) => checkout.id} />
      {/* @ts-expect-error a status sells nothing */}
      <RequestCheckoutStatus product="sticker" />
    </>
  );
}

export function Wrong() {
  return (
    <>
      {/* @ts-expect-error amounts are decimal strings */}
      <request-checkout amount={10} />
      {/* @ts-expect-error attributes are written as in HTML: client-id */}
      <request-checkout clientId="cli_1" />
      {/* @ts-expect-error no such target */}
      <request-checkout target="_parent" />
      {/* @ts-expect-error no such text */}
      <request-checkout labels={{ buy: "Donate" }} />
      {/* @ts-expect-error only an error has a code */}
      <request-checkout oncheckout-paid={({ code }) => code} />
      {/* @ts-expect-error a status sells nothing */}
      <request-checkout-status product="sticker" />
      {/* @ts-expect-error no such element */}
      <request-checkouts />
    </>
  );
}
