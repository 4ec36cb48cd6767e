import { type Finding, fail } from "./finding.ts";
import { isSilent, type Probe, toObject } from "./probe.ts";

export interface TestDelivery {
  seq: number;
  body: string;
}

/** The newest test deliveries that the companion has, or why they can't be read. */
export async function loadTestDeliveries(
  { publicUrl, adminToken }: { publicUrl: string; adminToken: string },
  probe: Probe,
): Promise<TestDelivery[] | Finding> {
  const answer = await probe(`${publicUrl.replace(/\/$/, "")}/v1/deliveries?state=test`, {
    headers: { authorization: `Bearer ${adminToken}` },
  });
  if (isSilent(answer)) return refused(`no answer: ${answer.reason}`);
  const { deliveries } = toObject(answer);
  if (answer.status === 200 && Array.isArray(deliveries)) return deliveries as TestDelivery[];
  if (answer.status === 401) return refused("the running companion has another ADMIN_TOKEN (401)");
  if (answer.status === 404) return refused("the running companion has no ADMIN_TOKEN (404)");
  return refused(`GET /v1/deliveries answers ${answer.status}`);
}

function refused(says: string): Finding {
  return fail(
    "deliveries",
    says,
    "Restart the companion with this configuration; let the proxy hand /v1/ on.",
  );
}
