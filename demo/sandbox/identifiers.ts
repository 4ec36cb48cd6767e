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

export function createPaymentReference(): string {
  return `0x${randomHex(8)}`;
}

export function createTxHash(): string {
  return `0x${randomHex(32)}`;
}

export function createSecret(): string {
  return randomHex(32);
}

function randomHex(bytes: number): string {
  return randomBytes(bytes).toString("hex");
}
