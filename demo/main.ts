import { parseArgs } from "node:util";
import closeWithGrace from "close-with-grace";
import { PortInUseError } from "./part.ts";
import type { Attempt } from "./sandbox/webhooks/courier.ts";
import { type Demo, type DemoOptions, startDemo } from "./start-demo.ts";

try {
  const demo = await startDemo({ ...readOptions(), sandbox: { onAttempt: printAttempt } });
  closeWithGrace({ delay: 5000 }, async ({ err }) => {
    if (err) console.error(err);
    await demo.close();
  });
  printUrls(demo);
} catch (error) {
  const isTheirs = error instanceof PortInUseError || error instanceof RangeError;
  console.error(isTheirs ? error.message : error);
  process.exitCode = 1;
}

/** @throws {RangeError} */
function readOptions(): Pick<DemoOptions, "ports" | "origins"> {
  const { values } = parseArgs({ options: { ports: { type: "string" }, origins: { type: "string" } } });
  return {
    ports: values.ports === undefined ? undefined : toPorts(values.ports),
    origins: values.origins?.split(",").map(toOrigin),
  };
}

function toPorts(ports: string): [number, number, number] {
  const [pages, companion, sandbox, ...more] = ports.split(",").map(Number);
  const isPort = (port: number | undefined): port is number =>
    port !== undefined && Number.isInteger(port) && port >= 0 && port < 65_536;
  if (more.length > 0 || !isPort(pages) || !isPort(companion) || !isPort(sandbox))
    throw new RangeError(
      "--ports takes three: of the pages, the companion and the sandbox, as in 5400,5401,5402",
    );
  return [pages, companion, sandbox];
}

function toOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : "null";
  if (origin !== text)
    throw new RangeError(
      `--origins takes exact origins, comma-separated, as in http://localhost:3000, not ${text}`,
    );
  return origin;
}

function printUrls({ pages, companion, sandbox, adminToken }: Demo): void {
  console.log(`
  Demo pages  ${pages.origin}/         start here: the builder; the sample shop is at ${pages.origin}/shop/
  Companion   ${companion.origin}/readyz   knows the orders; a catalog's price: ${companion.origin}/v1/products/sticker
  Dashboard   ${companion.origin}/dashboard   the merchant's orders; its token here: ${adminToken}
  Sandbox     ${sandbox.origin}/sandbox/deliveries   stands in for Request Network; here, every webhook it sent

  Nothing here is real money. Ctrl-C ends all three.
ready`);
}

function printAttempt({ event, retryCount, status, error }: Attempt): void {
  const retry = retryCount > 0 ? ` (retry ${retryCount})` : "";
  console.log(`webhook ${event}${retry}: ${status ?? error}`);
}
