import { toAmount, toDecimal } from "../model/amounts.ts";
import { requireCreator } from "../model/authenticate.ts";
import { isWalletOf } from "../model/clients.ts";
import { type Currency, findCurrency, isDestinationToken } from "../model/currencies.ts";
import { toPlainAddress } from "../model/destination.ts";
import { toFeePlan } from "../model/fees.ts";
import type { PaymentLink } from "../model/payment-link.ts";
import { Problem } from "../model/problem.ts";
import type { State } from "../model/state.ts";
import type { CreatePayout, FeePreview } from "./link-schema.ts";
import { type NewLink, toNewLink, toNewRequest } from "./new-link.ts";

/**
 * A link by which money goes out. The allowlist is not enforced on it. Where it screens, the recipient is screened now:
 * a rejected one still gets a link, which can never be paid.
 * @throws {Problem} 400 for a currency or a recipient that the network does not have
 */
export function createPayout(body: CreatePayout, state: State, options: NewLink): PaymentLink {
  requireCreator(options.caller);
  const currency = tokenOf(body.currency);
  if (currency.network !== body.network)
    throw invalid("currency", `${body.currency.slice(0, 64)} is not a currency of ${body.network}`);
  if (!isWalletOf(currency.network, body.recipient))
    throw invalid("recipient", `recipient must be a wallet address of ${currency.network}`);
  const amount = toDecimal(toAmount(body.amount));
  const request = { amount, payee: body.recipient, currency, paymentCurrency: currency };
  const link = toNewLink([toNewRequest(request, options.wire)], body, options);
  link.flow = "outgoing";
  link.access = { ...link.access, isScreened: false, allowedPayers: [] };
  const isRejected = state.rejectedWallets.has(toPlainAddress(body.recipient));
  link.isComplianceFailed = body.accessPolicy?.mode === "kyt_all_wallets" && isRejected;
  return link;
}

/** What a link over this amount would cost. It makes none. */
export function previewFees(body: FeePreview, options: NewLink): Record<string, unknown> | null {
  const currency = tokenOf(body.currency);
  const amount = toDecimal(toAmount(body.amount));
  const request = { amount, payee: "", currency, paymentCurrency: currency };
  const link = toNewLink([toNewRequest(request, options.wire)], {}, options);
  link.flow = body.flow === "pay" ? "outgoing" : "incoming";
  const { defaultFeeBearer: bearer } = body;
  if (bearer)
    link.feeTerms = link.feeTerms.map((fee) => (fee.type === "protocol" ? { ...fee, bearer } : fee));
  return toFeePlan(link);
}

function tokenOf(id: string): Currency {
  const currency = findCurrency(id);
  if (!currency || !isDestinationToken(currency))
    throw invalid("currency", `Unknown currency ${id.slice(0, 64)}`);
  return currency;
}

function invalid(field: string, message: string): Problem {
  return new Problem(400, [{ code: "custom", message, path: [field] }]);
}
