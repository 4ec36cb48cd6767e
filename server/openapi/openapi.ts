import type { FastifyPluginAsync } from "fastify";
import { z } from "zod";
import { ERRORS, ErrorBodySchema, type ErrorCode } from "../contract/contract.ts";
import { packageVersion } from "../http/widget-files.ts";
import { OPERATIONS, type Operation } from "./operations.ts";

/** The companion's OpenAPI document, made from the schemas that it reads and writes by. */
export function toOpenApi(publicUrl: string): object {
  const paths = Object.entries(OPERATIONS).map(([path, operations]) => [
    path,
    Object.fromEntries(
      Object.entries(operations).map(([method, operation]) => [method, toOperation(path, operation)]),
    ),
  ]);
  return {
    openapi: "3.1.0",
    info: { title: "Request Checkout companion", version: packageVersion(), license: { name: "MIT" } },
    servers: [{ url: publicUrl }],
    paths: Object.fromEntries(paths),
    components: { securitySchemes: { merchant: { type: "http", scheme: "bearer" } } },
  };
}

function toOperation(path: string, operation: Operation): object {
  const { summary, isMerchants, query = [], body, answers, errors = [] } = operation;
  const refusals = isMerchants ? ([...errors, "unauthorized"] as const) : errors;
  return {
    summary,
    ...(isMerchants && { security: [{ merchant: [] }] }),
    parameters: [...pathParameters(path), ...query.flatMap(queryParameters)],
    ...(body && {
      requestBody: { required: true, content: { "application/json": { schema: toSchema(body, "input") } } },
    }),
    responses: {
      ...Object.fromEntries(Object.entries(answers).map(([status, answer]) => [status, toAnswer(answer)])),
      ...toRefusals(refusals),
    },
  };
}

function pathParameters(path: string): object[] {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
  return names.map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
}

function queryParameters(schema: z.ZodObject): object[] {
  const { properties = {}, required = [] } = toSchema(schema, "input");
  return Object.entries(properties)
    .filter(([, property]) => typeof property === "object" && !("not" in property))
    .map(([name, property]) => ({ name, in: "query", required: required.includes(name), schema: property }));
}

function toAnswer(answer: z.ZodType | string): object {
  if (typeof answer !== "string")
    return { description: "Done", content: { "application/json": { schema: toSchema(answer, "output") } } };
  return answer.includes("/") ? { description: "Done", content: { [answer]: {} } } : { description: answer };
}

/** Codes that share a status are told together. */
function toRefusals(codes: readonly ErrorCode[]): Record<string, object> {
  const statuses = [...new Set(codes.map((code) => ERRORS[code].status))];
  const content = { "application/json": { schema: toSchema(ErrorBodySchema, "output") } };
  return Object.fromEntries(
    statuses.map((status) => {
      const description = codes.filter((code) => ERRORS[code].status === status).join(", ");
      return [status, { description, content }];
    }),
  );
}

function toSchema(schema: z.ZodType, io: "input" | "output"): z.core.JSONSchema.JSONSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: "any" });
  return rest;
}

/** `GET /openapi.json`. */
export const openApiRoute: FastifyPluginAsync<{ publicUrl: string }> = async (app, { publicUrl }) => {
  let document: object | undefined;
  app.get("/openapi.json", async (_request, reply) => {
    reply.header("cache-control", "public, max-age=300");
    document ??= toOpenApi(publicUrl);
    return document;
  });
};
