import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ConfigError, parseConfig } from "../../server/config/config.ts";
import { createSenders } from "../../server/notifications/outbox.ts";
import { environment } from "../helpers/companion.ts";
import { NOTIFY_SECRET, startOutbox } from "../helpers/outbox.ts";

const settingsOf = (changes: Record<string, string>) =>
  parseConfig(environment({ CATALOG_FILE: "", ...changes }), () => "");

describe("the channels", () => {
  test("are those that are configured", () => {
    const webhook = { NOTIFY_URL: "https://shop.example/hook", NOTIFY_SECRET };
    const email = { SMTP_URL: "smtp://localhost", NOTIFY_EMAIL: "merchant@shop.example" };
    const channelsOf = (changes: Record<string, string>) =>
      Object.keys(createSenders({ ...settingsOf(changes).notifications, clock: Date.now }));

    assert.deepEqual(channelsOf({}), []);
    assert.deepEqual(channelsOf(webhook), ["webhook"]);
    assert.deepEqual(channelsOf(email), ["email"]);
    assert.deepEqual(channelsOf({ ...webhook, ...email }), ["webhook", "email"]);
  });

  const faults: [string, string, string][] = [
    ["a password that breaks the URL", "SMTP_URL", "smtp://shop:hush#hush@mail.example"],
    ["a secret that is no base64", "NOTIFY_SECRET", `${NOTIFY_SECRET.replace(/=+$/, "")}hush`.slice(0, -2)],
    ["a secret that is too short", "NOTIFY_SECRET", "whsec_aHVzaGh1c2g="],
  ];
  for (const [name, variable, value] of faults) {
    test(`refuses ${name}, without repeating it`, () => {
      assert.throws(
        () =>
          settingsOf({
            NOTIFY_URL: "https://shop.example",
            NOTIFY_EMAIL: "a@shop.example",
            [variable]: value,
          }),
        (error) => {
          assert.ok(error instanceof ConfigError);
          assert.match(error.message, new RegExp(`\n {2}${variable} must be`));
          return !error.message.includes(value) && !error.message.includes("hush");
        },
      );
    });
  }
});

test("what was written for a channel that is not configured any more waits for it", async (t) => {
  const { add, run, rows } = await startOutbox(t, () => ({}));
  await add("a", { channel: "email" });

  await run();

  const [row] = await rows();
  assert.deepEqual([row?.state, row?.last_error], ["pending", "this channel is not configured any more"]);
});
