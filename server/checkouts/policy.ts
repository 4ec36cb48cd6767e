import type { Config } from "../config/config.ts";
import { parseDestinationId } from "../domain/destination-id.ts";
import type { CreationTerms, OrderPolicy } from "../domain/order.ts";
import { toWallet } from "../domain/wallet.ts";

type PolicySettings = Pick<
  Config,
  "payees" | "requestCurrency" | "destinationId" | "apiKey" | "clientId" | "corroborate"
>;

/** The part of the configuration that each order keeps from its registration on. */
export function toPolicy(config: PolicySettings): OrderPolicy {
  const creation = toCreation(config);
  const payees = config.payees.length > 0 ? config.payees : [creation.payee];
  return {
    wallets: payees.flatMap((payee) => toWallet(payee) ?? []),
    corroborate: config.corroborate,
    canRead: config.apiKey !== undefined || config.clientId !== undefined,
    canReadTokens: config.clientId !== undefined,
    creation,
  };
}

function toCreation({ payees: [payee], requestCurrency, destinationId }: PolicySettings): CreationTerms {
  if (payee && requestCurrency) return { form: "guide", payee, currency: requestCurrency };
  return destinationId ? { form: "destination", ...parseDestinationId(destinationId) } : { form: "bound" };
}
