// What the element tells the page. A display of it, not a proof: what is shipped, the companion decides.

const told = document.querySelector("[data-told]");

document.addEventListener("checkout-paid", ({ checkout }) => {
  told.textContent = `The page has heard: ${checkout.amountPaid} ${checkout.currency} paid.`;
});
document.addEventListener("checkout-error", ({ code }) => {
  told.textContent = `The page has heard: it went wrong (${code}).`;
});
