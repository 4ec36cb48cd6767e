import { packageVersion } from "../http/widget-files.ts";
import { type Finding, fail, pass, skip, warn } from "./finding.ts";
import { type Answer, excerpt, isSilent, type Probe, type Silence, toObject } from "./probe.ts";

/** Is what PUBLIC_URL leads to this companion, and can it work? A companion that is not there ends the checks of it. */
export async function* checkCompanion(publicUrl: string, probe: Probe): AsyncGenerator<Finding, boolean> {
  const at = (path: string) => publicUrl.replace(/\/$/, "") + path;
  const health = await probe(at("/healthz"));
  const reach = judgeHealth(publicUrl, health);
  yield reach;
  if (reach.verdict !== "pass") {
    for (const check of ["store", "version", "script"]) yield skip(check, "the companion is not there");
    return false;
  }
  yield judgeReadiness(await probe(at("/readyz")));
  yield judgeVersion(await probe(at("/openapi.json")), packageVersion());
  yield judgeScript(
    await probe(at("/widget/request-checkout.js"), { headers: { origin: "https://doctor.invalid" } }),
  );
  return true;
}

export function judgeHealth(publicUrl: string, answer: Answer | Silence): Finding {
  const check = "PUBLIC_URL";
  const hint =
    "Start the companion with this configuration, and let the proxy hand every path on to its HOST and PORT, unchanged.";
  if (isSilent(answer)) return fail(check, `${publicUrl} can't be reached from here: ${answer.reason}`, hint);
  const { status, headers } = answer;
  if (status >= 300 && status < 400)
    return fail(
      check,
      `${publicUrl} redirects to ${headers.get("location")}: Request Network's webhooks do not follow`,
      "Set PUBLIC_URL, and the webhook in the Request Portal, to where it leads.",
    );
  if (status === 200 && toObject(answer).status === "ok") return pass(check, `${publicUrl} is a companion`);
  return fail(
    check,
    `${publicUrl}/healthz answers ${status}: something else is there (${excerpt(answer)})`,
    hint,
  );
}

export function judgeReadiness(answer: Answer | Silence): Finding {
  const check = "store";
  if (!isSilent(answer) && answer.status === 200) return pass(check, "takes a write, and so a webhook");
  const words = isSilent(answer) ? answer.reason : `/readyz answers ${answer.status}`;
  return fail(
    check,
    `does not take a write: ${words}`,
    "See the companion's log: a full disk, a file that is gone, or another process that holds the lock.",
  );
}

export function judgeVersion(answer: Answer | Silence, own: string): Finding {
  const check = "version";
  const info = isSilent(answer) ? undefined : (toObject(answer).info as { version?: unknown } | undefined);
  if (typeof info?.version !== "string")
    return warn(check, "the companion does not tell", "Let the proxy hand /openapi.json on to it.");
  if (info.version !== own)
    return warn(
      check,
      `the companion at PUBLIC_URL is ${info.version}, and this doctor is of ${own}`,
      "Restart the companion after an upgrade; pages that name a version in the script's path need the new one.",
    );
  return pass(check, own);
}

/** Other origins' pages load the script: also those that isolate themselves. */
export function judgeScript(answer: Answer | Silence): Finding {
  const check = "script";
  if (isSilent(answer)) return fail(check, `can't be loaded: ${answer.reason}`, "See the companion's log.");
  if (answer.status === 404)
    return fail(
      check,
      "/widget/request-checkout.js is not there",
      "Build it (npm run build), and restart the companion.",
    );
  const faults = scriptFaults(answer);
  if (faults.length === 0) return pass(check, "can be loaded by pages of any origin");
  return fail(check, faults.join("; "), "Let the proxy hand /widget/ and its headers on unchanged.");
}

function scriptFaults({ status, headers }: Answer): string[] {
  const type = headers.get("content-type") ?? "none";
  const corp = headers.get("cross-origin-resource-policy");
  return [
    status === 200 ? "" : `it answers ${status}`,
    /javascript/.test(type) ? "" : `its content type is ${type}`,
    headers.get("access-control-allow-origin") === "*" ? "" : "access-control-allow-origin is not *",
    corp === "cross-origin" ? "" : `cross-origin-resource-policy is ${corp ?? "missing"}`,
  ].filter(Boolean);
}
