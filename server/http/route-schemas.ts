import type { FastifyInstance, FastifySchemaCompiler } from "fastify";
import { z } from "zod";
import { ERRORS, type ErrorBody, type ErrorCode } from "../contract/contract.ts";
import { toInvalidRequest } from "./parse.ts";

/**
 * Reads what comes in by the zod schemas of the routes, in this scope only: a server of one's own keeps its compilers.
 * What goes out is typed by the schemas and sent as it is: checking it again would cost each answer, and could drop fields.
 */
export function useRouteSchemas(app: FastifyInstance): void {
  app.setValidatorCompiler(compileValidator);
  app.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
}

/** Not the type provider's own: its issues have lost their paths, and Fastify hands it `null` for a body that is missing. */
const compileValidator: FastifySchemaCompiler<z.ZodType> = ({ schema, httpPart }) => {
  const isBody = httpPart === "body";
  return (input: unknown) => {
    const { data, error } = schema.safeParse(isBody ? (input ?? undefined) : input);
    return error ? { error: toInvalidRequest(error.issues) } : { value: data };
  };
};

/** For a body that the route reads itself, as a webhook's, whose signature is of its bytes. */
export function compileNothing() {
  return (value: unknown) => ({ value });
}

/** A path's parameter by its name; those of a prefix that a server of one's own has given stay. */
export function paramsOf<N extends string>(name: N) {
  return z.looseObject({ [name]: z.string() } as Record<N, z.ZodString>);
}

/** What is no JSON: its media type. */
export function textAnswer<const M extends string>(mediaType: M) {
  const schema = z.unknown().meta({ type: "string" });
  return {
    description: "Done",
    content: { [mediaType]: { schema } } as Record<M, { schema: typeof schema }>,
  };
}

/** An answer without a body. */
export function emptyAnswer(description: string) {
  return z.undefined().describe(description);
}

/** A route that only the merchant's token opens. Without such a token the companion has no such route. */
export const MERCHANT_ONLY = { security: [{ merchant: [] }] };
/** One of which the merchant's token opens more. */
export const MERCHANT_OPTIONAL: { security: Record<string, string[]>[] } = {
  security: [{}, { merchant: [] }],
};
export const MERCHANT_ERRORS = [
  "unauthorized",
  "not_found",
  "rate_limited",
] as const satisfies readonly ErrorCode[];
/** Of a route that changes something. */
export const MERCHANT_CHANGE_ERRORS = [
  ...MERCHANT_ERRORS,
  "read_only",
] as const satisfies readonly ErrorCode[];

type StatusOf<C extends ErrorCode> = (typeof ERRORS)[C]["status"];
type ErrorAnswers<C extends ErrorCode> = {
  [S in StatusOf<C>]: {
    description: string;
    content: { "application/json": { schema: z.ZodType<ErrorBody> } };
  };
};

/** The answers to a refused request, by status: those codes and no others. */
export function errorAnswers<C extends ErrorCode>(...codes: C[]): ErrorAnswers<C> {
  const byStatus = Map.groupBy(new Set(codes), (code) => ERRORS[code].status);
  const answers = [...byStatus].map(([status, those]) => [
    status,
    { description: those.join(", "), content: { "application/json": { schema: toErrorSchema(those) } } },
  ]);
  return Object.fromEntries(answers) as ErrorAnswers<C>;
}

/** The same where a person who asks for a page gets one. */
export function errorPages<C extends ErrorCode>(...codes: C[]): ErrorAnswers<C> {
  const answers = errorAnswers(...codes);
  const page = textAnswer("text/html").content;
  for (const answer of Object.values<{ content: object }>(answers)) Object.assign(answer.content, page);
  return answers;
}

export function toErrorSchema(codes: readonly ErrorCode[]): z.ZodType<ErrorBody> {
  return z.object({
    error: z.object({
      code: z.enum(codes),
      message: z.string(),
      fields: z.record(z.string(), z.string()).optional(),
    }),
  });
}
