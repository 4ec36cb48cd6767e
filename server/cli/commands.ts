import type { Command } from "./program/command.ts";

interface Entry {
  summary: string;
  load: () => Promise<{ command: Command }>;
}

/** Every command of the program, in the order in which they are listed. Each is loaded when it is called. */
export const COMMANDS: Readonly<Record<string, Entry>> = {
  demo: {
    summary: "runs the demo: builder, sample shop, companion and sandbox",
    load: () => import("./commands/demo.ts"),
  },
  start: { summary: "runs the companion", load: () => import("./commands/start.ts") },
  sandbox: {
    summary: "runs a stand-in for Request Network: API, hosted page, webhooks",
    load: () => import("./commands/sandbox.ts"),
  },
  doctor: {
    summary: "checks a configuration against the live services",
    load: () => import("./commands/doctor.ts"),
  },
  offer: { summary: "signs an offer", load: () => import("./commands/offer.ts") },
  reconcile: {
    summary: "reads the payments of a span of time from Request Network",
    load: () => import("./commands/reconcile.ts"),
  },
  backup: {
    summary: "copies the SQLite file while it is in use",
    load: () => import("./commands/backup.ts"),
  },
  "migrate-store": {
    summary: "copies the SQLite file of a stopped companion into PostgreSQL",
    load: () => import("./commands/migrate-store.ts"),
  },
  trigger: {
    summary: "sends what Request Network would send to any webhook URL",
    load: () => import("./commands/trigger.ts"),
  },
  rehearse: {
    summary: "tests your own notification endpoint",
    load: () => import("./commands/rehearse.ts"),
  },
};
