/** The companion as it ships, from the environment. `BENCH_COMMITS=single`: one commit for each. */
import { buildApp } from "../../../server/app.ts";
import { parseConfig } from "../../../server/config/config.ts";
import { openStore } from "../../../server/store/open-store.ts";
import type { Store } from "../../../server/store/sql/store.ts";
import { announce } from "./serve.ts";

const config = parseConfig(process.env);
const isSingle = process.env.BENCH_COMMITS === "single";
const store = isSingle ? oneByOne(await openStore({ url: config.databaseUrl })) : undefined;
const app = await buildApp({ config, store });
await app.listen({ host: config.listen.host, port: 0 });
announce(app.server, () => app.close());

/** The same store, but that each write waits for the one before to be on disk. */
function oneByOne(inner: Store): Store {
  let last: Promise<unknown> = Promise.resolve();
  return {
    ...inner,
    get queued() {
      return inner.queued;
    },
    write(work, options) {
      const turn = last.then(
        () => inner.write(work, options),
        () => inner.write(work, options),
      );
      last = turn.catch(() => {});
      return turn;
    },
  };
}
