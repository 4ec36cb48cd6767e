// The event log: everything that the elements tell the page. It outlives the way to the payment page and back.

const EVENTS = ["checkout-created", "checkout-change", "checkout-paid", "checkout-error"];
const STORE = "pelican-press-log";
const MOST = 50;

const list = document.querySelector("[data-log]");
const details = document.querySelector(".log");
let entries = load();

for (const name of EVENTS) document.addEventListener(name, (event) => add(toEntry(event)));
document.querySelector("[data-clear]").addEventListener("click", () => save([]));
details.open = matchMedia("(min-width: 62rem)").matches;
show();

function toEntry({ type, target, checkout, code }) {
  const about = target.getAttribute("product") ?? target.getAttribute("reference") ?? target.localName;
  return { type, about, code, checkout, time: new Date().toLocaleTimeString() };
}

function add(entry) {
  save([entry, ...entries].slice(0, MOST));
}

function save(changed) {
  entries = changed;
  try {
    sessionStorage.setItem(STORE, JSON.stringify(entries));
  } catch {
    // Without storage the log lasts as long as the page.
  }
  show();
}

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(STORE)) ?? [];
  } catch {
    return [];
  }
}

function show() {
  document.querySelector("[data-count]").textContent = entries.length;
  list.replaceChildren(...entries.map(toItem));
}

function toItem({ type, about, code, checkout, time }) {
  const item = element("li", "");
  const json = element("details", "");
  json.append(element("summary", "checkout"), element("pre", JSON.stringify(checkout ?? null, null, 2)));
  item.append(
    element("code", type),
    element("span", [about, checkout?.status, code].filter(Boolean).join(" · ")),
    element("time", time),
    json,
  );
  item.dataset.type = type;
  return item;
}

function element(name, text) {
  return Object.assign(document.createElement(name), { textContent: text });
}
