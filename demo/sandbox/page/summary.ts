import { html, type Markup } from "../../../server/http/html.ts";
import { type Amount, sum, toDecimal } from "../model/amounts.ts";
import { excessOf, type PaymentLink, receivedOf, remainingOf } from "../model/payment-link.ts";
import { shortenAddress } from "../model/wire-forms.ts";

const NETWORK_NAMES: Record<string, string> = {
  mainnet: "Ethereum",
  optimism: "Optimism",
  matic: "Polygon",
  bsc: "BNB",
  tron: "Tron",
  base: "Base",
  "arbitrum-one": "Arbitrum",
  sepolia: "Sepolia testnet",
};

/** What the page calls a network. */
export function pageNameOf(network: string): string {
  return NETWORK_NAMES[network] ?? network;
}

/** An amount of a link with its symbol, as in `9.5 USDC`. */
export function money(link: PaymentLink, amount: Amount): string {
  return `${toDecimal(amount)} ${link.requests[0]?.currency.symbol}`;
}

export function paidOf(link: PaymentLink): Amount {
  return sum(link.requests.map(receivedOf));
}

export function leftOf(link: PaymentLink): Amount {
  return sum(link.requests.map(remainingOf));
}

export function surplusOf(link: PaymentLink): Amount {
  return sum(link.requests.map(excessOf));
}

/** Who is paid, where, and for what. */
export function summary(link: PaymentLink, extra: readonly Markup[] = []): Markup {
  const [first] = link.requests;
  const network = first?.paymentCurrency.network ?? "";
  return html`<dl class="summary">
        ${payees(link).map((payee) => row("Paid to", address(payee, link.isPayeeHidden)))}
        ${row("Network", html`${pageNameOf(network)}`)}
        ${link.flow === "outgoing" && row("Kind", html`Payout`)}
        ${link.reference !== null && row("Reference", html`${link.reference}`)}
        ${link.requests.length > 1 && row("Payments", html`${link.requests.length}, in one transaction`)}
        ${extra}
      </dl>`;
}

export function row(name: string, value: Markup): Markup {
  return html`<div><dt>${name}</dt><dd>${value}</dd></div>`;
}

/** The same wallet is named once, however many requests of a batch it gets. */
function payees({ requests }: PaymentLink): string[] {
  return [...new Set(requests.map(({ payee }) => payee))];
}

function address(payee: string, isHidden: boolean): Markup {
  const short = shortenAddress(payee);
  return isHidden ? html`<code>${short}</code>` : html`<code title="${payee}">${short}</code>`;
}
