import closeWithGrace from "close-with-grace";
import { configFromEnv, type SandboxConfig } from "../../../demo/sandbox/config.ts";
import { buildSandbox } from "../../../demo/sandbox/sandbox.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError } from "../program/command-error.ts";
import type { Environment } from "../program/settings.ts";

export const command = defineCommand({
  about: `Runs a stand-in for Request Network, offline, until SIGINT or SIGTERM: its API, the hosted page, and signed webhooks.
Prints each attempt at a webhook and its answer. The SANDBOX_… variables are described in demo/sandbox/README.md.`,
  options: {},
  readsSettings: true,
  isServer: true,
  async run({ env, print }) {
    const { port, options, choice } = readSandboxConfig(env);
    const sandbox = buildSandbox({
      ...options,
      onAttempt({ event, url, retryCount, status, error, deliveryId }) {
        const attempt = retryCount === 0 ? "" : ` (retry ${retryCount})`;
        print(`webhook ${event} → ${url}${attempt}: ${status ?? error} [${deliveryId}]`);
      },
    });
    closeWithGrace({ delay: 2000, logger: false }, async ({ err }) => {
      if (err) console.error(err);
      await sandbox.close();
    });
    const address = await sandbox.listen({ host: "127.0.0.1", port }).catch(async (error) => {
      await sandbox.close();
      if (error.code !== "EADDRINUSE") throw error;
      throw new CommandError(`Port ${port} is in use. Stop what listens there, or set another SANDBOX_PORT.`);
    });
    print(`sandbox of Request Network: ${address}`);
    if (choice) print(`readings: ${choice}`);
  },
});

function readSandboxConfig(env: Environment): SandboxConfig {
  try {
    return configFromEnv(env);
  } catch (error) {
    throw new CommandError((error as Error).message);
  }
}
