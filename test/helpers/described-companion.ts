import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import Fastify, { type FastifyInstance } from "fastify";
import { companion } from "../../server/companion.ts";
import { parseConfig } from "../../server/config/config.ts";
import type { CompanionOptions } from "../../server/options.ts";
import { CATALOG, environment } from "./companion.ts";
import { newDatabase } from "./database.ts";
import type { Scope } from "./temporary-folder.ts";

export interface Operation {
  security?: object[];
  parameters?: { name: string; in: string; schema: object }[];
  responses: Record<string, { content?: Record<string, { schema: object }> }>;
}

export interface OpenApiDocument {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
}

export interface DescribedCompanion {
  app: FastifyInstance;
  document: OpenApiDocument;
  /** What the document says of each answer so far: `get /v1/orders 200`. */
  seen: ReadonlySet<string>;
  /** Answers that the document does not allow. */
  contradictions: readonly string[];
}

/** A companion in a server of one's own, which holds each of its answers against the document that it gives. */
export async function startDescribed(
  t: Scope,
  changes: Record<string, string | undefined> = {},
): Promise<DescribedCompanion> {
  const app = Fastify({ exposeHeadRoutes: false });
  t.after(() => app.close());
  const answers: { key: string; status: number; type: string; payload: unknown }[] = [];
  app.addHook("onSend", async ({ method, routeOptions }, reply, payload) => {
    const { url } = routeOptions;
    const key = `${method.toLowerCase()} ${url?.replace(/:(\w+)/g, "{$1}")}`;
    const [type = ""] = String(reply.getHeader("content-type")).split(";");
    if (url !== undefined) answers.push({ key, status: reply.statusCode, type, payload });
    return payload;
  });
  await mount(app, t, { changes });
  const document = (await app.inject("/openapi.json")).json<OpenApiDocument>();
  const judge = createJudge(document);
  const seen = new Set<string>();
  return {
    app,
    document,
    get seen() {
      for (const { key, status } of answers) seen.add(`${key} ${status}`);
      return seen;
    },
    get contradictions() {
      return answers.flatMap((answer) => judge(answer) ?? []);
    },
  };
}

export interface MountOptions extends Partial<Omit<CompanionOptions, "config">> {
  changes?: Record<string, string | undefined>;
  prefix?: string;
}

export async function mount(app: FastifyInstance, t: Scope, { changes, ...rest }: MountOptions = {}) {
  const variables = environment({ DATABASE_URL: await newDatabase(t), ...changes });
  const config = parseConfig(variables, () => JSON.stringify(CATALOG));
  await app.register(companion, { config, ...rest });
}

function createJudge(document: OpenApiDocument) {
  const ajv = new Ajv2020({ strict: false });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  return (answer: { key: string; status: number; type: string; payload: unknown }): string | undefined => {
    const { key, status, type, payload } = answer;
    const [method = "", path = ""] = key.split(" ");
    const operation = document.paths[path]?.[method];
    if (!operation) return undefined;
    const { content } = operation.responses[status] ?? operation.responses.default ?? {};
    const what = `${key} ${status} ${type} ${String(payload).slice(0, 300)}`;
    if (!content) return payload === undefined || payload === "" ? undefined : what;
    const schema = content[type]?.schema;
    if (!schema) return what;
    if (type !== "application/json") return undefined;
    return ajv.validate(schema, JSON.parse(String(payload))) ? undefined : `${what} ${ajv.errorsText()}`;
  };
}
