import type { Config } from "../config/config.ts";
import { parseDestinationId } from "../domain/destination-id.ts";
import type { CreationTerms, OrderPolicy } from "../domain/order.ts";
import { toWallet } from "../domain/wallet.ts";

type PolicySettings = Pick<Config, "destination" | "upstream" | "evidence">;

/** The part of the configuration that each order keeps from its registration on. */
export function toPolicy({ destination, upstream, evidence }: PolicySettings): OrderPolicy {
  const creation = toCreation(destination);
  const payees = destination.payees.length > 0 ? destination.payees : [creation.payee];
  return {
    wallets: payees.flatMap((payee) => toWallet(payee) ?? []),
    corroborate: evidence.corroborate,
    canRead: upstream.apiKey !== undefined || upstream.clientId !== undefined,
    canReadTokens: upstream.clientId !== undefined,
    creation,
  };
}

function toCreation({
  payees: [payee],
  requestCurrency,
  destinationId,
}: Config["destination"]): CreationTerms {
  if (payee && requestCurrency) return { form: "guide", payee, currency: requestCurrency };
  return destinationId ? { form: "destination", ...parseDestinationId(destinationId) } : { form: "bound" };
}
