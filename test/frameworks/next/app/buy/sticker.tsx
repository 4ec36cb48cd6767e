"use client";
import { RequestCheckout } from "request-checkout/react";
import { useState } from "react";

export function Sticker() {
  const [heard, setHeard] = useState("");
  return (
    <>
      <RequestCheckout
        clientId="cli_sandbox"
        server="__COMPANION__"
        apiUrl="__SANDBOX__"
        product="sticker"
        onCheckoutPaid={({ checkout }) => setHeard(`${checkout.amountPaid} ${checkout.currency}`)}
      >
        Buy a sticker
      </RequestCheckout>
      <p>heard: {heard}</p>
    </>
  );
}
