import type { Socket } from "node:net";
import { ApiError } from "./errors.ts";

/**
 * Answers bytes that are no HTTP request in the contract's form, and hangs up. Node has given up on them before there was
 * anything that a route or an error handler could see.
 */
export function refuseUnreadable({ code }: Error & { code?: string }, socket: Socket): void {
  if (code !== "ECONNRESET" && socket.writable) socket.write(toAnswer(code));
  socket.destroy();
}

function toAnswer(code: string | undefined): string {
  const refusal =
    code === "HPE_HEADER_OVERFLOW"
      ? new ApiError("too_large", "The headers are too large.")
      : new ApiError("invalid_request", "This is no HTTP request that can be read.");
  const body = JSON.stringify(refusal.toBody());
  return [
    `HTTP/1.1 ${refusal.statusCode} ${refusal.code}`,
    "content-type: application/json; charset=utf-8",
    `content-length: ${Buffer.byteLength(body)}`,
    "connection: close",
    "",
    body,
  ].join("\r\n");
}
