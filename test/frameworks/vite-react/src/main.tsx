import { useState } from "react";
import { createRoot } from "react-dom/client";
import { RequestCheckout } from "request-checkout/react";

function App() {
  const [heard, setHeard] = useState("");
  const [isBuying, setBuying] = useState(location.pathname === "/buy");
  if (!isBuying)
    return (
      <a
        href="/buy"
        onClick={(event) => {
          event.preventDefault();
          history.pushState(null, "", "/buy");
          setBuying(true);
        }}
      >
        Buy
      </a>
    );
  return (
    <>
      <RequestCheckout
        clientId="cli_sandbox"
        server="__COMPANION__"
        apiUrl="__SANDBOX__"
        product="sticker"
        className="wide"
        onCheckoutPaid={({ checkout }) => setHeard(`${checkout.amountPaid} ${checkout.currency}`)}
      >
        Buy a sticker
      </RequestCheckout>
      <p>heard: {heard}</p>
    </>
  );
}

const root = document.querySelector("#app");
if (root) createRoot(root).render(<App />);
