import { existsSync, readFileSync } from "node:fs";
import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync, FastifyReply } from "fastify";
import { findWidgetDir, packageVersion } from "../server/http/widget-files.ts";
import type { Setting } from "./builder/model/setting.ts";
import { BUILT_FOLDER, PAGES_FOLDER } from "./folders.ts";

/** What only the running demo knows; the rest of a `Setting` is read from the files. */
export type DemoSetting = Omit<Setting, "version" | "integrity" | "products">;

export interface BuilderRoutesOptions {
  setting: DemoSetting;
  /** Of the companion: the page reads its own orders and has offers signed through here, so that it needs none itself. */
  adminToken: string;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The builder's script and styles, and what its page asks of the merchant's side. */
export const builderRoutes: FastifyPluginAsync<BuilderRoutesOptions> = async (
  app,
  { setting, adminToken },
) => {
  await app.register(fastifyStatic, {
    root: `${PAGES_FOLDER}builder`,
    prefix: "/builder/",
    allowedPath: (path) => /^\/[\w-]+\.css$/.test(path),
    decorateReply: false,
    cacheControl: false,
  });
  // A foreign page may post a form as text/plain, and JSON in it.
  app.removeContentTypeParser("text/plain");

  app.get("/builder/builder.js", (_request, reply) =>
    existsSync(`${BUILT_FOLDER}builder.js`)
      ? reply.sendFile("builder.js", BUILT_FOLDER)
      : reply.callNotFound(),
  );
  app.get("/builder/setting.json", async (): Promise<Setting> => ({ ...setting, ...readFiles() }));
  app.get<{ Params: { id: string } }>("/builder/orders/:id", async ({ params }, reply) => {
    if (!UUID.test(params.id)) return reply.callNotFound();
    return ask(reply, `/v1/orders/${params.id}`);
  });
  app.post("/builder/offers", async ({ body }, reply) => ask(reply, "/v1/offers", body));

  /** Passes a call on to the merchant's routes, and the answer back. */
  async function ask(reply: FastifyReply, path: string, body?: unknown): Promise<FastifyReply> {
    const answer = await fetch(setting.companion + path, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        authorization: `Bearer ${adminToken}`,
        ...(body !== undefined && { "content-type": "application/json" }),
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    return reply
      .code(answer.status)
      .type("application/json")
      .send(await answer.text());
  }
};

/** Read anew each time, so that the page is right after another build. */
function readFiles(): Pick<Setting, "version" | "integrity" | "products"> {
  const hashes = JSON.parse(readFileSync(`${findWidgetDir()}/integrity.json`, "utf8"));
  const { products } = JSON.parse(readFileSync(`${PAGES_FOLDER}catalog.json`, "utf8"));
  return { version: packageVersion(), integrity: hashes["request-checkout.js"], products };
}
