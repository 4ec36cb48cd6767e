import "request-checkout";

const app = document.querySelector("#app");

function showBuy() {
  app.innerHTML = `<request-checkout client-id="cli_sandbox" server="__COMPANION__" api-url="__SANDBOX__" product="sticker">
    Buy a sticker</request-checkout><p>heard:</p>`;
}

app.addEventListener("checkout-paid", ({ checkout }) => {
  app.querySelector("p").textContent = `heard: ${checkout.amountPaid} ${checkout.currency}`;
});

if (location.pathname === "/buy") showBuy();
else {
  app.innerHTML = '<a href="/buy">Buy</a>';
  app.querySelector("a").addEventListener("click", (event) => {
    event.preventDefault();
    history.pushState(null, "", "/buy");
    showBuy();
  });
}
