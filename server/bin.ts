#!/usr/bin/env node
/** `npx request-checkout COMMAND`: what the npm scripts do in a checkout, for those who have the package. */

interface Command {
  does: string;
  /** The module does its work when it is loaded, with the arguments behind the command. */
  load: () => Promise<unknown>;
}

const COMMANDS: Record<string, Command> = {
  start: { does: "the companion, from the environment and .env", load: () => import("./main.ts") },
  sandbox: {
    does: "a stand-in for Request Network: API, hosted page, webhooks",
    load: () => import("../demo/sandbox/main.ts"),
  },
  doctor: {
    does: "checks a configuration against the live services",
    load: () => import("./doctor/main.ts"),
  },
  offer: { does: "signs an offer", load: () => import("./offers/main.ts") },
  reconcile: { does: "reads Request Network for a span now", load: () => import("./reconciler/main.ts") },
  backup: {
    does: "copies the SQLite file while it is in use",
    load: () => import("./operations/backup-main.ts"),
  },
  "migrate-store": {
    does: "copies the SQLite file of a companion that is stopped into PostgreSQL",
    load: () => import("./operations/migrate-store.ts"),
  },
};

const USAGE = `Usage: request-checkout COMMAND [options]

${Object.entries(COMMANDS)
  .map(([name, { does }]) => `  ${name.padEnd(14)} ${does}`)
  .join("\n")}

request-checkout COMMAND --help says more, where there is more to say.`;

// `node:sqlite` is said to be experimental at each start; everything else is told as usual.
process.removeAllListeners("warning");
process.on("warning", (warning) => {
  if (warning.name !== "ExperimentalWarning") console.warn(warning.stack);
});
const [name = ""] = process.argv.splice(2, 1);
const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
if (command) await command.load();
else if (["", "help", "--help", "-h"].includes(name)) console.log(USAGE);
else {
  console.error(`There is no command ${name}.\n\n${USAGE}`);
  process.exitCode = 2;
}
