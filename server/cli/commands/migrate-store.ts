import { copyStore } from "../../operations/copy-store.ts";
import { POSTGRES_URL, SQLITE_URL } from "../../store/open-store.ts";
import { defineCommand } from "../program/command.ts";
import { CommandError, UsageError } from "../program/command-error.ts";

export const command = defineCommand({
  usage: "--to postgres://user:password@host:port/database [options]",
  about: "Copies the SQLite file of a companion into PostgreSQL. Stop the companion first.",
  options: {
    to: { type: "string", value: "URL", help: "an empty database" },
    from: { type: "string", value: "sqlite:FILE", help: "the file; default: what DATABASE_URL names" },
  },
  notes: "The file is not changed. Nothing is kept in the database unless everything was copied.",
  readsSettings: true,
  async run({ values, env, print, say }) {
    const path = SQLITE_URL.exec(values.from ?? (env.DATABASE_URL || "sqlite:./data/checkouts.db"))?.[1];
    const url = values.to ?? "";
    if (!POSTGRES_URL.test(url)) throw new UsageError("--to must be a postgres:// URL.", 1);
    if (path === undefined) throw new UsageError("--from must be sqlite: and the path of a file.", 1);
    await copyStore({ path, url, progress: print }).catch((error: Error) => {
      throw new CommandError(error.message);
    });
    say(
      "Everything is copied. Set DATABASE_URL to the new database, start, and keep the file until you are sure.",
    );
  },
});
