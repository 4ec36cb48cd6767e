import fastifySwagger, { type SwaggerTransform } from "@fastify/swagger";
import type { FastifyInstance } from "fastify";
import { createJsonSchemaTransform, type FastifyPluginAsyncZod } from "fastify-type-provider-zod";
import { z } from "zod";
import type { ErrorCode } from "../contract/contract.ts";
import { textAnswer, toErrorSchema } from "../http/route-schemas.ts";
import { packageVersion } from "../http/widget-files.ts";

type Document = Record<string, unknown> & { paths: Record<string, unknown> };

/** A server of one's own may have a document, too. */
const DECORATOR = "requestCheckoutDocument";

/** Of any route: of what a request is made of, before a route sees it, and of what goes wrong here. */
const ERRORS_ANYWHERE = [
  "invalid_request",
  "too_large",
  "unsupported_media_type",
  "internal",
  "unavailable",
] as const satisfies readonly ErrorCode[];
const ANY_ERROR = {
  description: ERRORS_ANYWHERE.join(", "),
  content: { "application/json": { schema: toErrorSchema(ERRORS_ANYWHERE) } },
};
const ANY_ERROR_PAGE = {
  ...ANY_ERROR,
  content: { ...ANY_ERROR.content, ...textAnswer("text/html").content },
};

/**
 * Collects the routes that are added from now on, with their schemas, and makes the route that answers the document of
 * them: `GET /openapi.json`.
 */
export async function collectRoutes(app: FastifyInstance, publicUrl: string): Promise<FastifyPluginAsyncZod> {
  app.addHook("onRoute", (route) => {
    route.config = { ...route.config, swaggerTransform: toJsonSchemas };
  });
  await app.register(fastifySwagger, {
    decorator: DECORATOR,
    openapi: {
      openapi: "3.1.0",
      info: { title: "Request Checkout companion", version: packageVersion(), license: { name: "MIT" } },
      servers: [{ url: publicUrl }],
      components: { securitySchemes: { merchant: { type: "http", scheme: "bearer" } } },
    },
    stripBasePath: false,
    convertConstToEnum: false,
  });
  const describe = app.getDecorator<() => Document>(DECORATOR);
  const schema = { summary: "This document", response: { 200: z.record(z.string(), z.unknown()) } };
  let document: Document | undefined;
  return async (scope) => {
    scope.get("/openapi.json", { schema }, async (_request, reply) => {
      reply.header("cache-control", "public, max-age=300");
      document ??= withoutPrefix(describe(), app.prefix);
      return document;
    });
  };
}

const toJson = createJsonSchemaTransform({ skipList: [] });

/**
 * A route's zod schemas as JSON Schema. It stands on each route, so that the document of a server of one's own, which
 * knows nothing of zod and of the merchant's token, can be made, too. What has no schema is a file, and left out.
 */
const toJsonSchemas: SwaggerTransform = (route) => {
  const { schema, url } = route;
  if (!schema?.response || !("openapiObject" in route)) return { schema: { hide: true }, url };
  const { security, ...rest } = schema;
  const isPage = Object.values(schema.response).some(isPageAnswer);
  const response = { ...schema.response, default: isPage ? ANY_ERROR_PAGE : ANY_ERROR };
  const isMerchantKnown = "merchant" in (route.openapiObject.components?.securitySchemes ?? {});
  const { schema: json } = toJson({
    ...route,
    schema: { ...rest, ...(security && isMerchantKnown && { security }), response },
  });
  const query = json.querystring === undefined ? {} : { querystring: withoutNever(json.querystring) };
  return { schema: { ...json, ...query, response: withDescriptions(json.response) }, url };
};

function isPageAnswer(answer: unknown): boolean {
  const { content = {} } = answer as { content?: object };
  return "text/html" in content;
}

/** An answer that goes well needs no other description than its schema. */
function withDescriptions(response: unknown): object {
  const answers = Object.entries(response as Record<string, object>);
  return Object.fromEntries(
    answers.map(([status, answer]) => [
      status,
      "description" in answer ? answer : { ...answer, "x-response-description": "Done" },
    ]),
  );
}

/** What a query may not name is no parameter of it. */
function withoutNever(querystring: unknown): object {
  const { properties = {}, ...rest } = querystring as { properties?: Record<string, object> };
  const allowed = Object.entries(properties).filter(([, property]) => !("not" in property));
  return { ...rest, properties: Object.fromEntries(allowed) };
}

/** `PUBLIC_URL` has the path under which a server of one's own has mounted the companion. */
function withoutPrefix(document: Document, prefix: string): Document {
  const paths = Object.entries(document.paths).map(([path, item]) => [path.slice(prefix.length), item]);
  return { ...document, paths: Object.fromEntries(paths) };
}
