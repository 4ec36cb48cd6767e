import assert from "node:assert/strict";
import { test } from "node:test";
import { ERRORS, ErrorBodySchema, type ErrorCode } from "../../server/contract/contract.ts";
import { ApiError } from "../../server/http/errors.ts";

const CODES = Object.keys(ERRORS) as ErrorCode[];

test("every error code has an HTTP status, a message and a hint, each a whole sentence", () => {
  for (const code of CODES) {
    const { status, message, hint } = ERRORS[code];
    assert.ok(status >= 400 && status < 600, code);
    for (const text of [message, hint]) assert.match(text, /^[A-Z].*[.…]$/, code);
  }
});

test("an error says its code's message, unless it has one of its own", () => {
  for (const code of CODES) {
    const error = new ApiError(code);

    assert.equal(error.statusCode, ERRORS[code].status);
    assert.deepEqual(ErrorBodySchema.strict().parse(error.toBody()), {
      error: { code, message: ERRORS[code].message },
    });
  }
  const own = new ApiError("not_found", "There is no such order.").toBody();
  assert.deepEqual(own, { error: { code: "not_found", message: "There is no such order." } });
});

test("the hint is no part of the answer", () => {
  const body = JSON.stringify(
    new ApiError("unauthorized", undefined, { fields: { a: "is missing" } }).toBody(),
  );

  assert.equal(body.includes(ERRORS.unauthorized.hint), false);
});
