import assert from "node:assert/strict";
import { test } from "node:test";
import { KINDS } from "../../demo/sandbox/model/payment-way.ts";
import {
  drawReadings,
  formatReadings,
  lettersOf,
  QUESTIONS,
  type Readings,
} from "../../demo/sandbox/model/readings.ts";
import { APIS, EVENT_SETS } from "../../demo/sandbox/model/wire.ts";
import type { SandboxOptions } from "../../demo/sandbox/sandbox.ts";
import { asPage, startSandbox } from "./harness.ts";

const SETS: Partial<Readings>[] = [
  ...QUESTIONS.flatMap((question) => lettersOf(question).map((letter) => ({ [question]: letter }))),
  ...Array.from({ length: 20 }, (_, seed) => drawReadings(seed)),
];

for (const api of APIS) {
  test(`${api} › under every reading and for every kind of payment the request is paid, and one confirmed event names it`, async (t) => {
    for (const [index, readings] of SETS.entries()) {
      const events = EVENT_SETS[index % EVENT_SETS.length];
      const options: SandboxOptions = { api, readings, events };
      const { app, create, call } = startSandbox(t, options);
      for (const kind of KINDS) {
        const { token, requestId } = await create();
        const paid = app.sandbox.pay(token, { kind });
        const told = kind === "safe" ? app.sandbox.perform(token, "execute").events : paid.events;
        const read = await call(200, { url: `/v2/request/${requestId}`, headers: asPage });

        const name = `${kind} under ${formatReadings(app.sandbox.wire.readings)}`;
        const confirmed = told.filter(
          (one) => one.event === "payment.confirmed" && one.requestId === requestId,
        );
        assert.equal(read.hasBeenPaid, true, name);
        assert.equal(confirmed.length, 1, name);
        assert.equal(confirmed[0]?.totalAmountPaid, confirmed[0]?.expectedAmount, name);
        assert.equal(confirmed[0]?.txHash, read.txHash, name);
      }
    }
  });
}
