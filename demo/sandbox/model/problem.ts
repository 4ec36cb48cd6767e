import { STATUS_CODES } from "node:http";
import type { FastifyError, FastifyReply, FastifyRequest } from "fastify";
import type { z } from "zod";

/** What is wrong with one field, in the form of Request Network's answers. */
export interface Issue {
  code: string;
  message: string;
  path: PropertyKey[];
}

/** A refusal, as the caller gets to see it: `{ statusCode, message, error }`. */
export class Problem extends Error {
  override name = "Problem";
  readonly statusCode: number;
  readonly detail: string | readonly Issue[];

  constructor(statusCode: number, detail: string | readonly Issue[]) {
    super(typeof detail === "string" ? detail : "invalid request");
    this.statusCode = statusCode;
    this.detail = detail;
  }
}

/** @throws {Problem} 400 that names each faulty field */
export function parseWith<T>(schema: z.ZodType<T>, value: unknown): T {
  const { success, data, error } = schema.safeParse(value);
  if (success) return data;
  throw new Problem(
    400,
    error.issues.map(({ code, message, path }) => ({ code, message, path })),
  );
}

/** The one place that turns errors into the wire form. */
export function sendProblem(
  error: FastifyError | Problem,
  _request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const statusCode = error.statusCode ?? 500;
  const detail = error instanceof Problem ? error.detail : error.message;
  const message = statusCode < 500 ? detail : "Internal server error";
  return reply.code(statusCode).send({ statusCode, message, error: STATUS_CODES[statusCode] });
}

export function sendNotFound(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return sendProblem(new Problem(404, `Cannot ${request.method} ${request.url}`), request, reply);
}
