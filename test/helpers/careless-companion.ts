/** `npm start`, but with a database that no longer waits for the disk: what the fsync trace must be able to tell. */
import { DatabaseSync } from "node:sqlite";
import { buildApp } from "../../server/app.ts";
import { parseConfig } from "../../server/config/config.ts";

const { exec } = DatabaseSync.prototype;
DatabaseSync.prototype.exec = function (sql) {
  if (sql === "BEGIN IMMEDIATE") exec.call(this, "PRAGMA synchronous = NORMAL");
  return exec.call(this, sql);
};

const config = parseConfig(process.env);
const app = await buildApp({ config });
const { host, port } = config.listen;
await app.listen({ host, port });
