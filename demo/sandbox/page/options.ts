import { html, type Markup } from "../../../server/http/html.ts";
import type { PaymentLink } from "../model/payment-link.ts";
import { sourcesOf } from "../model/payment-way.ts";
import { shortenAddress } from "../model/wire-forms.ts";
import { pageNameOf } from "./summary.ts";

/** So many allowed wallets are offered; an allowlist can be long. */
const SHOWN_WALLETS = 5;

/** What the payer chooses before paying. Each value is the part of an action's body that the page sends. */
export function options(link: PaymentLink): Markup {
  return html`<div class="options">
        ${select("Pay with", sourceOptions(link))}
        ${select("Wallet", walletOptions(link))}
        ${link.access.isScreened && select("Screening", SCREENINGS)}
      </div>`;
}

interface Option {
  label: string;
  body: object;
}

const SCREENINGS: readonly Option[] = [
  { label: "Decided by the sandbox", body: {} },
  { label: "Approves the wallet", body: { screening: "approved" } },
  { label: "Rejects the wallet", body: { screening: "rejected" } },
];

function sourceOptions(link: PaymentLink): Option[] {
  const own = link.requests[0]?.paymentCurrency;
  const others = sourcesOf(link).map(({ symbol, network }) => ({
    label: `${symbol} on ${pageNameOf(network)}`,
    body: { kind: "cross-chain", sourceNetwork: network, sourceCurrency: symbol },
  }));
  return [{ label: `${own?.symbol} on ${pageNameOf(own?.network ?? "")}`, body: {} }, ...others];
}

function walletOptions({ access, requests }: PaymentLink): Option[] {
  const isTron = requests[0]?.paymentCurrency.network === "tron";
  const contracts: Option[] = isTron
    ? []
    : [
        { label: "Smart account", body: { kind: "smart-account" } },
        { label: "Safe", body: { kind: "safe" } },
      ];
  const allowed = access.allowedPayers
    .slice(0, SHOWN_WALLETS)
    .map((wallet) => ({ label: `Allowed wallet ${shortenAddress(wallet)}`, body: { payer: wallet } }));
  return [{ label: "Plain wallet", body: {} }, ...contracts, ...allowed];
}

function select(name: string, choices: readonly Option[]): Markup {
  const items = choices.map(
    ({ label, body }) => html`<option value="${JSON.stringify(body)}">${label}</option>`,
  );
  return html`<label>${name}<select data-body>${items}</select></label>`;
}
