import type { OrderHistory, Resolution } from "../../../contract/contract.ts";

/** What is about to be decided, and waits for a yes. */
export type Decision = Resolution;

/** What the page of an order shows, and what its buttons do. */
export interface OrderView {
  /** Undefined before the first answer. */
  order: OrderHistory | undefined;
  /** What waits for a yes. */
  decision: Decision | undefined;
  isBusy: boolean;
  /** What has become of the last "send again". */
  resent: string;
  decide: (decision: Decision | undefined) => void;
  settle: () => void;
  sendAgain: () => void;
}
