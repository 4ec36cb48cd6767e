import type { Attempt } from "../../sandbox/webhooks/courier.ts";
import type { Entry, Line, Tone } from "./entry.ts";
import { parseEvent, sayEvent, type WebhookBody } from "./webhook-body.ts";

interface Sent {
  attempt: Attempt;
  body: WebhookBody;
}

const TRIES = ["", "Second try · ", "Third try · ", "Last try · "];

/** The sandbox's webhooks about these requests: what was sent at once, in its variants, is one line of the trace. */
export function toWebhookEntries(attempts: readonly Attempt[], requestIds: ReadonlySet<string>): Entry[] {
  const sent = attempts.map((attempt) => ({ attempt, body: parseEvent(attempt.body) }));
  const ours = sent.filter(({ body }) => body.requestIds.some((id) => requestIds.has(id)));
  return [...Map.groupBy(ours, toRound).values()].map(toEntry);
}

/** What happened, and how often its telling has been tried. */
function toRound({ attempt, body }: Sent): string {
  return `${body.happening} ${attempt.retryCount}`;
}

function toEntry(round: Sent[]): Entry {
  const [first] = round as [Sent, ...Sent[]];
  const answers = round.map(({ attempt }) => toneOf(attempt));
  return {
    at: Math.min(...round.map(({ attempt }) => Date.parse(attempt.startedAt))),
    from: "network",
    to: "companion",
    title: `${TRIES[first.attempt.retryCount] ?? ""}${sayEvent(first.body)}`,
    code: "POST /webhooks/request",
    tone: answers.includes("bad") ? "bad" : answers.includes("wait") ? "wait" : "good",
    lines: [...Map.groupBy(round, ({ attempt }) => attempt.event).values()].map(toLine),
    body: JSON.stringify(first.body.raw, null, 2),
    count: 1,
  };
}

/** One variant; its copies in one line. */
function toLine(copies: Sent[]): Line {
  const tones = copies.map(({ attempt }) => toneOf(attempt));
  const answers = copies.map(({ attempt }) => sayAnswer(attempt)).join(", ");
  const tone = tones.find((each) => each !== "good") ?? "good";
  return { text: `${copies[0]?.attempt.event} → ${answers}`, tone };
}

function sayAnswer({ status, error }: Attempt): string {
  if (status !== null) return String(status);
  return error === null ? "under way" : error.startsWith("lost") ? "lost" : error;
}

function toneOf({ status, error }: Attempt): Tone {
  if (status === null) return error === null ? "wait" : "bad";
  return status < 300 ? "good" : "bad";
}
