import { RequestCheckoutStatus } from "request-checkout/react";
import { Sticker } from "./sticker";

/** A server component, which uses one of the package's components itself and one in a client component. */
export default function Buy() {
  return (
    <main>
      <Sticker />
      <RequestCheckoutStatus server="__COMPANION__" />
    </main>
  );
}
