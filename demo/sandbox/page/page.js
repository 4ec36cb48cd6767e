// The hosted page's behaviour: a pretend wallet, and buttons that tell the sandbox what the payer does.
// What the page shows is decided by the server; after each action the card is fetched anew.

const WALLET_STEPS = [
  { userEvent: "wallet_connected", text: "Connecting your wallet…" },
  { userEvent: "payment_sent_to_wallet", text: "Confirm in your wallet…" },
  { userEvent: "payment_approved_in_wallet", text: "Approved. Sending the payment…" },
];
const THROUGH_WALLET = new Set(["pay", "partial", "overpay", "fail"]);
const TAKES_OPTIONS = new Set(["pay", "partial", "overpay"]);
const LOOK_AGAIN_MS = 1500;

const wallet = document.querySelector("#wallet");
const card = () => document.querySelector("main");

document.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (button?.dataset.action) act(button.dataset.action);
  if (button && "close" in button.dataset) closeTab();
});
watch();

async function act(action) {
  setBusy(true);
  try {
    const body = TAKES_OPTIONS.has(action) ? chosenBody() : {};
    if (THROUGH_WALLET.has(action)) await askWallet();
    await post(action, body);
    await refresh("receipt");
    wallet.textContent = "";
  } catch (error) {
    await refresh().catch(() => setBusy(false));
    wallet.textContent = `That did not work: ${error.message}`;
  }
}

/** Token, wallet and screening, as the payer chose them. A Safe or a smart account may pay across networks too. */
function chosenBody() {
  const chosen = [...card().querySelectorAll("select[data-body]")].map(({ value }) => JSON.parse(value));
  return Object.assign({}, ...chosen);
}

async function askWallet() {
  const stepMs = Number(card().dataset.walletStepMs);
  for (const { userEvent, text } of WALLET_STEPS) {
    wallet.textContent = text;
    await post("wallet", { userEvent });
    await new Promise((resolve) => setTimeout(resolve, stepMs));
  }
}

async function post(action, body) {
  const response = await fetch(`/sandbox/payments/${card().dataset.token}/${action}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error((await response.json()).message);
}

/** Puts the card of the link's new state in place, and the reader at its beginning. */
async function refresh(view = "") {
  const query = new URLSearchParams({ token: card().dataset.token, view });
  const response = await fetch(`/?${query}`);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  document.title = fresh.title;
  card().replaceWith(document.adoptNode(fresh.querySelector("main")));
  card().querySelector("h1").focus();
  watch();
}

/** While another tab's wallet has the payment, the card follows by itself. */
function watch() {
  if (!card().dataset.waiting) return;
  setTimeout(() => refresh().catch(watch), LOOK_AGAIN_MS);
}

function setBusy(isBusy) {
  card().setAttribute("aria-busy", String(isBusy));
  for (const button of card().querySelectorAll("button, select")) button.disabled = isBusy;
}

/** Browsers let a page close only the tabs that a page has opened. */
function closeTab() {
  window.close();
  wallet.textContent = "You can close this tab now.";
}
