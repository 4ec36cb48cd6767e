import "request-checkout/solid";
import { createSignal, Show } from "solid-js";
import { render } from "solid-js/web";

function App() {
  const [heard, setHeard] = createSignal("");
  const [isBuying, setBuying] = createSignal(location.pathname === "/buy");
  const buy = (event: MouseEvent) => {
    event.preventDefault();
    history.pushState(null, "", "/buy");
    setBuying(true);
  };
  return (
    <Show
      when={isBuying()}
      fallback={
        <a href="/buy" onClick={buy}>
          Buy
        </a>
      }
    >
      <request-checkout
        client-id="cli_sandbox"
        server="__COMPANION__"
        api-url="__SANDBOX__"
        product="sticker"
        quantity={1}
        on:checkout-paid={({ checkout }) => setHeard(`${checkout.amountPaid} ${checkout.currency}`)}
      >
        Buy a sticker
      </request-checkout>
      <p>heard: {heard()}</p>
    </Show>
  );
}

const root = document.querySelector("#app");
if (root) render(() => <App />, root);
