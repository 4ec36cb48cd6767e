import fastifyStatic from "@fastify/static";
import type { FastifyPluginAsync } from "fastify";
import { BUILT_FOLDER, PAGES_FOLDER } from "./folders.ts";

const EXAMPLES = `${PAGES_FOLDER}examples`;
const BUILT = `${BUILT_FOLDER}examples`;

/** The worked examples: their pages as the files are, and what `npm run build:examples` makes for React and Vue. */
export const examplesRoutes: FastifyPluginAsync = async (app) => {
  app.addHook("onSend", async ({ url }, reply, payload) => {
    // Vue has a Trusted Types policy of its own.
    const policy = String(reply.getHeader("content-security-policy"));
    if (url.startsWith("/examples/vue/"))
      reply.header("content-security-policy", policy.replace("lit-html", "lit-html vue"));
    return payload;
  });
  await app.register(fastifyStatic, {
    root: BUILT,
    prefix: "/examples/built/",
    allowedPath: (path) => path.endsWith(".js"),
    decorateReply: false,
    cacheControl: false,
  });
  await app.register(fastifyStatic, {
    root: EXAMPLES,
    prefix: "/examples/",
    allowedPath: (path) => /(^|\/|\.html|\.css|\.js)$/.test(path),
    decorateReply: false,
    cacheControl: false,
    acceptRanges: false,
    // The pages name other origins where the demo runs on other ports.
    etag: false,
    lastModified: false,
  });
  app.get("/examples", (_request, reply) => reply.redirect("/examples/"));
};
