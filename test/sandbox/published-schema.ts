import { readFileSync } from "node:fs";
import { Ajv, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";

interface Content {
  content?: { "application/json"?: { schema?: object } };
}
interface Operation {
  requestBody?: Content;
  responses: Record<string, Content>;
}

/** The schemas of Request Network's published OpenAPI document, without its prose. */
const DOCUMENT = JSON.parse(
  readFileSync(new URL("../fixtures/request-network.openapi.json", import.meta.url), "utf8"),
) as { paths: Record<string, Record<string, Operation>> };

const ajv = new Ajv({ strict: false, allErrors: true });
// The module's types describe a default export that Node sees as a namespace.
(addFormats as unknown as (ajv: Ajv) => void)(ajv);

/** @throws {Error} when the answer is not as published */
export function requirePublishedAnswer(operation: string, status: number, body: unknown): void {
  requireValid(compile(operationOf(operation).responses[status]), body, `${operation} ${status}`);
}

/** @throws {Error} when the request is not as published */
export function requirePublishedRequest(operation: string, body: unknown): void {
  requireValid(compile(operationOf(operation).requestBody), body, operation);
}

function operationOf(name: string): Operation {
  const [method = "", path = ""] = name.split(" ");
  const operation = DOCUMENT.paths[path]?.[method.toLowerCase()];
  if (!operation) throw new Error(`${name} is not published`);
  return operation;
}

function compile(content: Content | undefined): ValidateFunction {
  const schema = content?.content?.["application/json"]?.schema;
  if (!schema) throw new Error("no schema is published for this");
  return ajv.compile(schema);
}

function requireValid(validate: ValidateFunction, body: unknown, name: string): void {
  if (!validate(body)) throw new Error(`${name}: ${ajv.errorsText(validate.errors)}`);
}
