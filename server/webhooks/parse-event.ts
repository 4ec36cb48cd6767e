import secureJson from "secure-json-parse";
import { type WebhookEvent, WebhookEventSchema } from "../contract/contract.ts";

/** Real events have three levels; a parser or a fold must never meet thirty thousand. */
const MAX_DEPTH = 500;

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A body that was signed with our secret: an event, or one that is quarantined, with what is wrong about it. */
export type ParsedEvent =
  | { kind: "event"; event: WebhookEvent }
  /** A quarantined event: Request Network gets a 200, since the event is stored, and the merchant can see it. */
  | { kind: "unusable"; name: string; problem: string }
  /** No event at all. */
  | { kind: "no_event"; problem: string };

/** Reads the bytes of a delivery whose signature has matched. Never throws. */
export function parseEvent(body: Uint8Array): ParsedEvent {
  const json = parseJson(body);
  if (typeof json === "string") return { kind: "no_event", problem: json };
  const { value } = json;
  if (!isNamed(value)) return { kind: "no_event", problem: "the body is no JSON object with an event name" };
  const { success, data, error } = WebhookEventSchema.safeParse(value);
  if (!success) {
    const problem = error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`).join("; ");
    return { kind: "unusable", name: value.event, problem };
  }
  if (data.requestId && data.requestID && data.requestId !== data.requestID) {
    return { kind: "unusable", name: data.event, problem: "requestId and requestID differ" };
  }
  return { kind: "event", event: data };
}

function isNamed(value: unknown): value is { event: string } {
  return (
    typeof value === "object" &&
    value !== null &&
    "event" in value &&
    typeof value.event === "string" &&
    value.event !== ""
  );
}

/** The parsed body, or what is wrong with it. */
function parseJson(body: Uint8Array): { value: unknown } | string {
  try {
    const text = utf8.decode(body);
    if (text.startsWith("\ufeff")) return "the body begins with a byte order mark";
    if (text.length > 2 * MAX_DEPTH && depthOf(text) > MAX_DEPTH)
      return `the body is nested over ${MAX_DEPTH} levels deep`;
    return { value: secureJson.parse(text, null, { protoAction: "remove", constructorAction: "remove" }) };
  } catch (error) {
    return error instanceof SyntaxError ? "the body is no JSON" : "the body is no UTF-8";
  }
}

/** The deepest nesting of brackets outside strings, in one pass. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let index = 0; index < text.length; index += 1) {
    const char = text[index];
    if (inString && char === "\\") index += 1;
    else if (char === '"') inString = !inString;
    else if (!inString && (char === "[" || char === "{")) depth += 1;
    else if (!inString && (char === "]" || char === "}")) depth -= 1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
