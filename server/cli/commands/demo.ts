import closeWithGrace from "close-with-grace";
import { PortInUseError } from "../../../demo/part.ts";
import { type Demo, startDemo } from "../../../demo/start-demo.ts";
import { defineCommand } from "../program/command.ts";
import { asCommandError, UsageError } from "../program/command-error.ts";

export const command = defineCommand({
  about:
    "Runs the demo until SIGINT or SIGTERM: builder, sample shop and examples, a companion and the sandbox, on three ports.",
  options: {
    ports: {
      type: "string",
      value: "5400,5401,5402",
      help: "the ports of the pages, the companion and the sandbox; default: 4400,4401,4402. 0 takes a free one",
    },
    origins: {
      type: "string",
      value: "http://localhost:3000",
      help: "other origins whose pages may use this companion, comma-separated",
    },
  },
  isServer: true,
  async run({ values, print }) {
    const demo = await startDemo({
      ports: values.ports === undefined ? undefined : toPorts(values.ports),
      origins: values.origins?.split(",").map(toOrigin),
      sandbox: {
        onAttempt({ event, retryCount, status, error }) {
          const retry = retryCount > 0 ? ` (retry ${retryCount})` : "";
          print(`webhook ${event}${retry}: ${status ?? error}`);
        },
      },
    }).catch((error: unknown) => {
      throw asCommandError(error, PortInUseError);
    });
    closeWithGrace({ delay: 5000 }, async ({ err }) => {
      if (err) console.error(err);
      await demo.close();
    });
    print(toGuide(demo));
  },
});

/** @throws {UsageError} */
function toPorts(ports: string): [number, number, number] {
  const [pages, companion, sandbox, ...more] = ports.split(",").map(Number);
  const isPort = (port: number | undefined): port is number =>
    port !== undefined && Number.isInteger(port) && port >= 0 && port < 65_536;
  if (more.length > 0 || !isPort(pages) || !isPort(companion) || !isPort(sandbox))
    throw new UsageError(
      "--ports takes three, those of the pages, the companion and the sandbox, as in 5400,5401,5402.",
      1,
    );
  return [pages, companion, sandbox];
}

/** @throws {UsageError} */
function toOrigin(text: string): string {
  const origin = URL.canParse(text) ? new URL(text).origin : "null";
  if (origin !== text)
    throw new UsageError(
      `--origins takes exact origins, comma-separated, as in http://localhost:3000, not ${text}.`,
      1,
    );
  return origin;
}

function toGuide({ pages, companion, sandbox, adminToken }: Demo): string {
  return `
  Demo pages  ${pages.origin}/         start here: the builder; the sample shop is at ${pages.origin}/shop/
  Companion   ${companion.origin}/readyz   knows the orders; a catalog's price: ${companion.origin}/v1/products/sticker
  Dashboard   ${companion.origin}/dashboard   the merchant's orders; its token here: ${adminToken}
  Sandbox     ${sandbox.origin}/sandbox/deliveries   stands in for Request Network; here, every webhook it sent

  Nothing here is real money. Ctrl-C ends all three.
ready`;
}
