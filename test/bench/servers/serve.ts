import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Tells whoever has started this process where the server listens, and ends it when told to. */
export function announce(server: Server, close: () => Promise<unknown>): void {
  process.once("SIGTERM", () => void close().then(() => process.exit(0)));
  // Whoever has failed does not say so.
  process.once("disconnect", () => process.exit(1));
  process.on("message", (question) => {
    if (question === "gc") globalThis.gc?.();
    process.send?.({ answer: question });
  });
  process.send?.((server.address() as AddressInfo).port);
}
