/** `npm start`, but with a database that no longer waits for the disk: what the fsync trace must be able to tell. */
import { buildApp } from "../../server/app.ts";
import { parseConfig } from "../../server/config/config.ts";
import { openStore } from "../../server/store/open-store.ts";
import { query } from "../../server/store/sql/job.ts";

const config = parseConfig(process.env);
const store = await openStore({ url: config.databaseUrl });
await store.read(() => query("PRAGMA synchronous = NORMAL"));
const app = await buildApp({ config, store });
await app.listen({ host: config.host, port: config.port });
