import { render } from "preact";
import { useState } from "preact/hooks";
import "request-checkout/preact";

function App() {
  const [heard, setHeard] = useState("");
  const [isBuying, setBuying] = useState(location.pathname === "/buy");
  const buy = (event: MouseEvent) => {
    event.preventDefault();
    history.pushState(null, "", "/buy");
    setBuying(true);
  };
  if (!isBuying)
    return (
      <a href="/buy" onClick={buy}>
        Buy
      </a>
    );
  return (
    <>
      <request-checkout
        client-id="cli_sandbox"
        server="__COMPANION__"
        api-url="__SANDBOX__"
        product="sticker"
        oncheckout-paid={({ checkout }) => setHeard(`${checkout.amountPaid} ${checkout.currency}`)}
      >
        Buy a sticker
      </request-checkout>
      <p>heard: {heard}</p>
    </>
  );
}

const root = document.querySelector("#app");
if (root) render(<App />, root);
