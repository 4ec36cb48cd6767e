import type { z } from "zod";
import { ApiError } from "./errors.ts";

/**
 * Reads what came in by its schema.
 * @throws {ApiError} `invalid_request`, with what is wrong under each field's name
 */
export function parse<S extends z.ZodType>(schema: S, input: unknown): z.infer<S> {
  const { success, data, error } = schema.safeParse(input);
  if (success) return data;
  throw toInvalidRequest(error.issues);
}

/** Names every faulty field. An unknown field is named itself, not by the object that it stands in. */
export function toInvalidRequest(issues: readonly z.core.$ZodIssue[]): ApiError {
  const faults = issues.flatMap((issue): [PropertyKey[], string][] =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => [[...issue.path, key], "is not known"])
      : [[issue.path, issue.message]],
  );
  const fields = Object.fromEntries(
    faults.map(([path, message]) => [path.join(".").slice(0, 100) || "body", message]),
  );
  return new ApiError("invalid_request", undefined, { fields });
}
