/** Once the status is another one than the page was made for, the page is made anew. */
export const FOLLOW_SCRIPT = `addEventListener("checkout-change", ({ checkout }) => {
  const { status } = document.querySelector("[data-status]").dataset;
  if (checkout.status !== status) location.reload();
});
`;

/** Of the companion's own pages, for payers. */
export const STYLE = `:root {
  color-scheme: light dark;
  font: 1.0625rem/1.5 system-ui, sans-serif;
  --ink: light-dark(#14201b, #e8f0ec);
  --quiet: light-dark(#4b5a53, #a9b8b0);
  --paper: light-dark(#fff, #18211d);
  --ground: light-dark(#eef3f0, #0e1512);
  --accent: light-dark(#0b6b4f, #3ecf9a);
  --on-accent: light-dark(#fff, #04130d);
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100dvh;
  display: grid;
  place-items: center;
  padding: 1rem;
  background: var(--ground);
  color: var(--ink);
}
main {
  width: min(28rem, 100%);
  padding: 2rem;
  border-radius: 1rem;
  background: var(--paper);
  box-shadow: 0 1px 2px light-dark(#0002, #0006), 0 8px 32px light-dark(#0001, #0004);
}
h1 { margin: 0 0 0.25rem; font-size: 1.375rem; line-height: 1.25; overflow-wrap: anywhere; }
p { margin: 0.75rem 0 0; overflow-wrap: anywhere; }
.price { font-size: 1.125rem; font-weight: 600; }
.quiet { font-size: 0.875rem; color: var(--quiet); }
request-checkout-status, .status { display: block; margin-top: 1rem; }
a { color: var(--accent); }
.button {
  display: inline-flex;
  align-items: center;
  justify-content: center;
  min-height: 2.75rem;
  padding: 0.5rem 1.25rem;
  border: 1px solid transparent;
  border-radius: 0.5rem;
  background: var(--accent);
  color: var(--on-accent);
  font: inherit;
  font-weight: 600;
  text-decoration: none;
  cursor: pointer;
}
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;
