import assert from "node:assert/strict";
import { describe, type TestContext, test } from "node:test";
import { ErrorBodySchema } from "../../../server/contract/contract.ts";
import { type Answer, purchase, startCompanion } from "../../helpers/companion.ts";
import { runOnBothEngines } from "../../helpers/database.ts";

runOnBothEngines();

const TOKEN = "a-token-that-is-long-enough";

async function start(t: TestContext) {
  const companion = await startCompanion(t, { environment: { ADMIN_TOKEN: TOKEN } });
  const orders = async () =>
    (await companion.get("/v1/orders", { authorization: `Bearer ${TOKEN}` })).body.orders as object[];
  return { companion, orders };
}

const codeOf = ({ body }: Answer) => ErrorBodySchema.parse(body).error.code;

describe("fifty calls at once", () => {
  // input: C8
  test("with one id and one body open one checkout, and are answered alike", async (t) => {
    const { companion, orders } = await start(t);
    const body = purchase();

    const answers = await Promise.all(Array.from({ length: 50 }, () => companion.open(body)));

    assert.deepEqual(answers.map(({ status }) => status).sort(), [...Array(49).fill(200), 201]);
    assert.equal(new Set(answers.map((answer) => JSON.stringify(answer.body))).size, 1);
    assert.equal((await orders()).length, 1);
  });

  // input: C8
  test("with one id and fifty bodies open one checkout, and 49 are told of the conflict", async (t) => {
    const { companion, orders } = await start(t);
    const id = crypto.randomUUID();

    const answers = await Promise.all(Array.from({ length: 50 }, () => companion.open(purchase({ id }))));

    assert.equal(answers.filter(({ status }) => status === 201).length, 1);
    const codes = answers.filter(({ status }) => status !== 201).map((answer) => codeOf(answer));
    assert.deepEqual(codes, Array(49).fill("id_conflict"));
    assert.equal((await orders()).length, 1);
  });

  // input: C9
  test("with fifty ids and one link open one checkout, and 49 are told that it is claimed", async (t) => {
    const { companion, orders } = await start(t);
    const { link } = purchase();

    const answers = await Promise.all(Array.from({ length: 50 }, () => companion.open(purchase({ link }))));

    const codes = answers.filter(({ status }) => status !== 201).map((answer) => codeOf(answer));
    assert.deepEqual(codes, Array(49).fill("link_claimed"));
    assert.equal((await orders()).length, 1);
  });
});
