import type { ErrorCode } from "../../server/contract/contract.ts";
import { warn } from "../lib/warn.ts";

/**
 * What may go wrong: the companion's own codes, and
 * `network` (no answer), `timeout` (none within 15 s), `bad_answer` (of another shape), `unsafe_payment_url` (no page of
 * Request Network), `invalid_client` (401 from Request Network), `not_allowed` (403 from it), `not_configured` (attributes),
 * `amount_out_of_range` (what the payer typed).
 */
export type ProblemCode =
  | ErrorCode
  | "network"
  | "timeout"
  | "bad_answer"
  | "unsafe_payment_url"
  | "invalid_client"
  | "not_allowed"
  | "not_configured"
  | "amount_out_of_range";

/** Something that went wrong, with a code for code and a message for whoever integrates the element. */
export class Problem extends Error {
  readonly code: ProblemCode;
  /** Where the companion does not take an amount: which ones it takes. */
  readonly bounds: Bounds | undefined;

  constructor(code: ProblemCode, message: string, bounds?: Bounds) {
    super(message);
    this.code = code;
    this.bounds = bounds;
  }
}

/** Decimal strings; `places`: how many decimals the currency has. */
export interface Bounds {
  min?: string;
  max?: string;
  places?: string;
}

/** Whether only the integrator can fix it: the payer could try again for ever. */
export function isIntegrators({ code }: Problem): boolean {
  return /^(not_|invalid_|unknown_|amount_n|origin_|bad_|unsafe_|offer_ex)/.test(code);
}

export function tellIntegrator(tag: string, problem: Problem): void {
  const { code, message } = problem;
  if (isIntegrators(problem)) warn(tag, code === "not_configured" ? message : `${code}: ${message}`);
}
