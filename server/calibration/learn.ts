import { parseAmount, toAmount } from "../domain/amount.ts";
import { type Learned, toCalibrationFact } from "../domain/calibration.ts";
import { decimalsOf, isSameAsset, toAsset, toNetwork } from "../domain/currency.ts";
import type { CalibrationFact, LinkFact, RequestFact } from "../domain/facts.ts";
import { toWallet } from "../domain/wallet.ts";

/** `closed` is a refusal of this read to credentials that are good; `impossible` needs credentials that we lack. */
export type Read<T> =
  | { state: "answered"; value: T }
  | { state: "closed" | "impossible" }
  | { state: "unknown"; problem: string };

/** What reading a link of ours in every way has answered. */
export interface TrialReads {
  token: Read<LinkFact>;
  request: Read<RequestFact>;
  list: Read<RequestFact>;
}

export interface Outcome {
  learned: Learned;
  /** Why not everything could be learned; none where all possible reads were answered or are closed. */
  problems: string[];
}

/** What the reads of a link over `amount` teach. */
export function learnFrom({ token, request, list }: TrialReads, amount: string): Outcome {
  const link = answerOf(token);
  const requests = [answerOf(request), answerOf(list)].flatMap((terms) => terms ?? []);
  const all = [token, request, list];
  const problems = all.flatMap((read) => (read.state === "unknown" ? [read.problem] : []));
  const wallets = [...new Set([link, ...requests].flatMap((terms) => toWallet(terms?.payee) ?? []))];
  const currencies = [link, ...requests].flatMap((terms) => toCurrencyId(terms ?? {}) ?? []);
  const [currency] = currencies;
  const isOneCurrency = currency !== undefined && currencies.every((each) => isSameAsset(each, currency));
  if (wallets.length > 1) problems.push("reads of one link name different wallets");
  if (currency !== undefined && !isOneCurrency) problems.push("reads of one link name different currencies");
  const learned: Learned = {
    payee: wallets.length === 1 ? wallets[0] : undefined,
    currency: isOneCurrency ? currency : undefined,
    linkUnit: unitOf(link, { asked: amount, currency }),
    tokenReads: token.state === "answered" ? "open" : token.state === "closed" ? "closed" : "unknown",
    namesPayee: wallets.length > 0 ? true : all.some(({ state }) => state === "unknown") ? undefined : false,
    form: formOf(answerOf(request), list),
  };
  return { learned, problems };
}

function answerOf<T>(read: Read<T>): T | undefined {
  return read.state === "answered" ? read.value : undefined;
}

/** A currency id; undefined where the network is not known. */
function toCurrencyId({ currency, network }: Pick<LinkFact, "currency" | "network">): string | undefined {
  if (!currency) return undefined;
  if (toAsset(currency).network !== undefined) return currency;
  return network ? `${currency}-${toNetwork(network)}` : undefined;
}

/** The unit of an amount in a token read, by the amount that was asked for. */
function unitOf(
  link: LinkFact | undefined,
  { asked, currency }: { asked: string; currency: string | undefined },
): Learned["linkUnit"] {
  const said = parseAmount(link?.amount);
  if (!said) return undefined;
  if (said.eq(toAmount(asked))) return "human";
  if (currency === undefined) return undefined;
  return said.eq(toAmount(asked).times(`1${"0".repeat(decimalsOf(currency))}`)) ? "base" : undefined;
}

/** 0.13.0 has no list, and its request read names neither payee nor currencies. */
function formOf(request: RequestFact | undefined, list: Read<unknown>): Learned["form"] {
  if (list.state === "answered") return "0.31";
  if (!request) return undefined;
  const isNamed = [request.payee, request.invoiceCurrency, request.currency].some(
    (value) => value !== undefined,
  );
  return isNamed ? "0.31" : "0.13";
}

/** What is known now: what was not answered this time is as it was before. */
export function merge(before: Learned | null, after: Learned): Learned {
  if (!before) return after;
  return {
    payee: after.payee ?? before.payee,
    currency: after.currency ?? before.currency,
    linkUnit: after.linkUnit ?? before.linkUnit,
    tokenReads: after.tokenReads === "unknown" ? before.tokenReads : after.tokenReads,
    namesPayee: after.namesPayee ?? before.namesPayee,
    form: after.form ?? before.form,
  };
}

/** Whether two facts say the same, whenever they were learned. */
export function saysTheSame(one: CalibrationFact, other: CalibrationFact): boolean {
  return JSON.stringify(toCalibrationFact(one, 0)) === JSON.stringify(toCalibrationFact(other, 0));
}
