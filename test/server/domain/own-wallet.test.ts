import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { RequestStateSchema } from "../../../server/request-network/api/upstream-schemas.ts";
import { requestToFacts } from "../../../server/request-network/reconciler/read-facts.ts";
import { NOW, PAYEE, STRANGER } from "../../helpers/events.ts";
import {
  calibration,
  confirmed,
  facts,
  factsOf,
  link,
  READING,
  request,
  standing,
} from "../../helpers/standing.ts";

const reading = { policy: READING };
const verified = [request(), link()];
const readOf = (payment: object, whole: object = {}) =>
  facts(
    ...requestToFacts(
      RequestStateSchema.parse({
        hasBeenPaid: true,
        payments: [{ timestamp: new Date(NOW).toISOString(), ...payment }],
        ...whole,
      }),
    ).map((fact) => ({ ...fact, source: "request_read" as const })),
  );

describe("money that an accepted wallet has paid to an accepted wallet, by a page's link,", () => {
  const rows: [string, Parameters<typeof standing>[0]][] = [
    ["a delivery names it", factsOf(confirmed({ payerAddress: PAYEE }))],
    ["in another letter case", factsOf(confirmed({ payerAddress: PAYEE.toLowerCase() }))],
    ["behind a smart account", factsOf(confirmed({ payerAddress: STRANGER, payerEoaAddress: PAYEE }))],
    ["a read names it", readOf({ payerAddress: PAYEE })],
    ["a read names it behind a smart account", readOf({ payerAddress: STRANGER, payerEoaAddress: PAYEE })],
    ["a read names it beside its payments", readOf({}, { payerAddress: PAYEE })],
  ];
  for (const [name, known] of rows)
    test(`brings nothing: ${name}`, () => {
      const { status, amountPaid, unverifiedSince } = standing([...verified, ...known], reading);

      assert.deepEqual([status, amountPaid, unverifiedSince], ["processing", "0", NOW]);
    });

  test("brings nothing where the wallet is the calibrated one", () => {
    const known = [
      ...verified,
      calibration({ payee: PAYEE }),
      ...factsOf(confirmed({ payerAddress: PAYEE })),
    ];

    assert.equal(standing(known, { policy: { ...READING, wallets: [] } }).status, "processing");
  });

  test("is no other wallet's, nor one that is masked, nor that of a link of the companion's own", () => {
    for (const payerAddress of [STRANGER, "0x6923…C7D7", null, 7, undefined])
      assert.equal(standing([...verified, ...factsOf(confirmed({ payerAddress }))], reading).status, "paid");
    const own = factsOf(confirmed({ payerAddress: PAYEE }));
    assert.equal(standing(own, { ...reading, createdBy: "companion" }).status, "paid");
  });
});
