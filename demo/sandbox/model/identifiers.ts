import { randomBytes } from "node:crypto";

const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_CHARACTERS = 10;
const RANDOM_CHARACTERS = 16;

/** A ULID: 26 characters that sort by time. Source: https://github.com/ulid/spec */
export function createUlid(nowMs: number): string {
  let time = nowMs;
  let text = "";
  for (let i = 0; i < TIME_CHARACTERS; i++) {
    text = CROCKFORD.charAt(time % 32) + text;
    time = Math.floor(time / 32);
  }
  for (const byte of randomBytes(RANDOM_CHARACTERS)) text += CROCKFORD.charAt(byte % 32);
  return text;
}

/** `01` and 64 hex digits, as Request Network's ids of requests are. */
export function createRequestId(): string {
  return `01${randomHex(32)}`;
}

/** In the form that question R13 asks about. */
export function createPaymentReference(form: "a" | "b" | "c"): string {
  if (form === "b") return randomHex(8);
  return `0x${randomHex(form === "c" ? 20 : 8)}`;
}

/** On Tron a hash has no `0x`. */
export function createTxHash(network?: string): string {
  return `${network === "tron" ? "" : "0x"}${randomHex(32)}`;
}

/** `orch_…`, as orchestrators' keys and ids begin. */
export function createOrchestratorId(): string {
  return `orch_${randomHex(12)}`;
}

export function createSecret(): string {
  return randomHex(32);
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
