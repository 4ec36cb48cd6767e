import closeWithGrace from "close-with-grace";
import { configFromEnv, type SandboxConfig } from "./config.ts";
import { buildSandbox } from "./sandbox.ts";
import type { Attempt } from "./webhooks/courier.ts";

const { port, options, choice } = readConfig();
const sandbox = buildSandbox({ ...options, onAttempt: printAttempt });
closeWithGrace({ delay: 2000, logger: false }, async ({ err }) => {
  if (err) console.error(err);
  await sandbox.close();
});
const address = await sandbox.listen({ host: "127.0.0.1", port });
console.log(`sandbox of Request Network: ${address}`);
if (choice) console.log(`readings: ${choice}`);

function readConfig(): SandboxConfig {
  try {
    return configFromEnv(process.env);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return process.exit(1);
  }
}

function printAttempt({ event, url, retryCount, status, error, deliveryId }: Attempt): void {
  const attempt = retryCount === 0 ? "" : ` (retry ${retryCount})`;
  console.log(`webhook ${event} → ${url}${attempt}: ${status ?? error} [${deliveryId}]`);
}
