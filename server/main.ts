import { existsSync } from "node:fs";
import closeWithGrace from "close-with-grace";
import { buildApp } from "./app.ts";
import { parseConfig } from "./config.ts";
import { describeStartFailure } from "./start-failure.ts";

/** Finishing what is in flight may take this long; then the process ends anyway. */
const GRACE_MS = 9_000;

let app: Awaited<ReturnType<typeof buildApp>> | undefined;
try {
  if (existsSync(".env")) process.loadEnvFile(".env");
  const config = parseConfig(process.env);
  const built = await buildApp({ config });
  app = built;
  closeWithGrace({ delay: GRACE_MS, logger: built.log }, async ({ err }) => {
    if (err) built.log.error({ err }, "closing after an error");
    await built.close();
  });
  await built.listen({ host: config.host, port: config.port });
} catch (error) {
  console.error(describeStartFailure(error));
  await app?.close();
  // Leaving it to the event loop would hand the exit code to close-with-grace, which says 0.
  process.exit(1);
}
