/** @jsxImportSource solid-js */
import "request-checkout/solid";

export function Right() {
  return (
    <request-checkout
      class="wide"
      client-id="cli_1"
      quantity={2}
      payer-amount
      prop:labels={{ pay: "Donate" }}
      on:checkout-paid={({ checkout }) => checkout.amountPaid.trim()}
      on:checkout-error={({ code }) => code.trim()}
    >
      Buy
    </request-checkout>
  );
}

export function Wrong() {
  return (
    <>
      {/* @ts-expect-error amounts are decimal strings */}
      <request-checkout amount={10} />
      {/* @ts-expect-error only an error has a code */}
      <request-checkout on:checkout-paid={({ code }) => code} />
      {/* @ts-expect-error a status sells nothing */}
      <request-checkout-status product="sticker" />
    </>
  );
}
