import closeWithGrace from "close-with-grace";
import { buildApp } from "../../app.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError } from "../program/command-error.ts";
import { readConfig } from "../program/settings.ts";

/** Finishing what is in flight may take this long; then the process ends anyway. */
const GRACE_MS = 9_000;

export const command = defineCommand({
  about: "Runs the companion until SIGINT or SIGTERM. Its settings are described in server/README.md.",
  options: {},
  readsSettings: true,
  isServer: true,
  async run({ env }) {
    const config = readConfig(env);
    const app = await buildApp({ config });
    const { host, port } = config.listen;
    await app.listen({ host, port }).catch(async (error: NodeJS.ErrnoException) => {
      await app.close();
      throw reasonOf(error, `${host}:${port}`);
    });
    // Not before it listens: it ends the process by itself, with 0 where a start has failed.
    closeWithGrace({ delay: GRACE_MS, logger: app.log }, async ({ err }) => {
      if (err) app.log.error({ err }, "closing after an error");
      await app.close();
    });
  },
});

function reasonOf(error: NodeJS.ErrnoException, address: string): Error {
  if (error.code === "EADDRINUSE")
    return new CommandError(`${address} is in use. Stop what listens there, or set another PORT.`);
  if (error.code === "EACCES")
    return new CommandError(`This user may not listen on ${address}. Set a PORT above 1023.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND")
    return new CommandError(`${address} is no address of this machine. Correct HOST.`);
  return error;
}
