import type { ActionBody, ActionName } from "../../../demo/sandbox/payment/actions.ts";
import { RefusedPayment } from "../../../demo/sandbox/payment/admit.ts";
import type { Sandbox } from "../../../demo/sandbox/sandbox.ts";
import { USER_EVENTS } from "../../../demo/sandbox/webhooks/link-events.ts";

/** Does one thing to the link, and answers how many deliveries it causes, once their first attempts have ended. */
type Step = (sandbox: Sandbox, token: string) => Promise<number>;

interface Scenario {
  /** Added to the body that creates the link. */
  link?: { accessPolicy: object };
  steps: readonly Step[];
}

/** What `trigger` can send. */
export const SCENARIOS: Readonly<Record<string, Scenario>> = {
  processing: { steps: USER_EVENTS.map(report) },
  paid: { steps: [perform("pay")] },
  "cross-chain": { steps: [perform("pay", { kind: "cross-chain" })] },
  partial: { steps: [perform("partial")] },
  overpaid: { steps: [perform("overpay")] },
  failed: { steps: [perform("fail")] },
  refunded: { steps: [perform("pay"), perform("refund")] },
  "kyt-rejected": {
    link: { accessPolicy: { mode: "kyt_all_wallets" } },
    steps: [perform("pay", { screening: "rejected" })],
  },
};

function perform(action: ActionName, body: ActionBody = {}): Step {
  return async (sandbox, token) => {
    try {
      const { events, delivered } = sandbox.sandbox.perform(token, action, body);
      await delivered;
      return events.length;
    } catch (error) {
      if (error instanceof RefusedPayment) return error.events.length;
      throw error;
    }
  };
}

function report(userEvent: string): Step {
  return async (sandbox, token) => {
    await sandbox.inject({
      method: "POST",
      url: `/sandbox/payments/${token}/wallet`,
      payload: { userEvent },
    });
    return 1;
  };
}
