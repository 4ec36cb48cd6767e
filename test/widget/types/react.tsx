import { createRef, useState } from "react";
import type { RequestCheckout } from "request-checkout/react";

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
        oncheckout-created={({ checkout }) => checkout?.id.trim()}
        oncheckout-paid={({ checkout }) => setPaid(checkout?.amountPaid ?? "")}
        oncheckout-error={({ code }) => code.trim()}
        onClick={() => button.current?.reset()}
      >
        Buy {paid}
      </request-checkout>
      <request-checkout-status server="https://pay.shop.example" checkout-id="1" />
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
