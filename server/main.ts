import { existsSync } from "node:fs";
import closeWithGrace from "close-with-grace";
import { buildApp } from "./app.ts";
import { ConfigError, parseConfig } from "./config.ts";

/** Finishing what is in flight may take this long; then the process ends anyway. */
const GRACE_MS = 9_000;

try {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = parseConfig(process.env);
  const app = await buildApp({ config });
  closeWithGrace({ delay: GRACE_MS, logger: app.log }, async ({ err }) => {
    if (err) app.log.error({ err }, "closing after an error");
    await app.close();
  });
  await app.listen({ host: config.host, port: config.port });
} catch (error) {
  console.error(error instanceof ConfigError ? error.message : error);
  process.exitCode = 1;
}
