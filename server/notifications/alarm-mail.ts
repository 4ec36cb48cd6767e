import { z } from "zod";
import type { WriteTx } from "../store/sql/transaction.ts";
import { insertNotifications } from "../store/tables/notifications.ts";
import type { EmailText } from "./email-text.ts";

/** The payload of an e-mail about the companion itself in the outbox. */
export const AlarmSchema = z.object({
  type: z.literal("alarm"),
  timestamp: z.iso.datetime(),
  warnings: z.array(z.object({ code: z.string(), message: z.string() })).min(1),
});
export type Alarm = z.infer<typeof AlarmSchema>;

type Warning = Alarm["warnings"][number];

/** All of these e-mails are one thread of the outbox. */
const THREAD = "alarm";
/** What somebody may have changed in the Request Portal. Everything else is in the log and on the dashboard. */
const MAILED = new Set(["payee_changed", "links_refuted"]);

/**
 * Enqueues one e-mail where a change in the Request Portal shows that none was sent about. A warning that is gone may come
 * again. Companions that share a store send it once. True where it has enqueued one.
 */
export async function enqueueAlarm(tx: WriteTx, warnings: readonly Warning[], now: number): Promise<boolean> {
  await tx.lock([THREAD]);
  const row = await tx.queryOne<{ body: string }>("SELECT body FROM calibration WHERE name = 'alarm'");
  const sent = new Set<string>(row ? (JSON.parse(row.body) as string[]) : []);
  const current = warnings.filter(({ code }) => MAILED.has(code));
  const fresh = current.filter((warning) => !sent.has(identify(warning)));
  const isSame = fresh.length === 0 && current.length === sent.size;
  if (isSame) return false;
  await tx.execute(
    "INSERT INTO calibration (name, body, at) VALUES ('alarm', $1, $2) ON CONFLICT (name) DO UPDATE SET body = excluded.body, at = excluded.at",
    JSON.stringify(current.map(identify)),
    now,
  );
  if (fresh.length === 0) return false;
  const payload: Alarm = { type: "alarm", timestamp: new Date(now).toISOString(), warnings: fresh };
  await insertNotifications(tx, [{ channel: "email", thread: THREAD, payload }], now);
  return true;
}

/** Another wallet is another change; another number of refuted links is not. */
function identify({ code, message }: Warning): string {
  return code === "payee_changed" ? `${code} ${message}` : code;
}

/** What to do now. It holds no text of payers. */
export function toAlarmText({ warnings, timestamp }: Alarm): EmailText {
  const messages = warnings.map(({ message }) => message).join("\n\n");
  return {
    subject: "Check the destination of your payment links",
    text: `Check the destination of your payment links

${messages}

Compare the destination in the Request Portal with your own wallet now. Until it is right, take the button off your pages.

You get this message once for each change. ${timestamp.slice(0, 16).replace("T", " ")} UTC
`,
  };
}
