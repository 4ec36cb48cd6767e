import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { databaseLines } from "../doctor/clinic.ts";
import { newPostgres } from "../helpers/database.ts";
import { administer } from "../helpers/postgres.ts";

describe("doctor, of a PostgreSQL", () => {
  test("one that is durable is well", async () => {
    assert.match((await databaseLines(await newPostgres())).join("\n"), /^pass .*on disk$/);
  });

  test("one that confirms before it is on disk is told", async () => {
    const url = await newPostgres();
    await administer(url, `ALTER DATABASE "${new URL(url).pathname.slice(1)}" SET synchronous_commit = off`);

    assert.match((await databaseLines(url)).join("\n"), /^fail .*synchronous_commit is off/);
  });

  test("one that is not there is told", async () => {
    assert.match(
      (await databaseLines("postgres://nobody@127.0.0.1:9/none")).join("\n"),
      /^fail .*ECONNREFUSED/,
    );
  });
});
