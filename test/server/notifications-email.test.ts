import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { describe, type TestContext, test } from "node:test";
import fc from "fast-check";
import { type Notification, REASONS } from "../../server/contract/contract.ts";
import { createEmailSender } from "../../server/notifications/email.ts";
import { toEmailText } from "../../server/notifications/email-text.ts";
import { type Mail, SMTP_PASSWORD, SMTP_USER, startMailbox } from "../helpers/mailbox.ts";
import { MINUTE, notification, startOutbox } from "../helpers/outbox.ts";

const MERCHANT = "merchant@shop.example";

async function start(t: TestContext, change = (smtpUrl: string) => smtpUrl) {
  const mailbox = await startMailbox(t);
  const smtpUrl = change(mailbox.smtpUrl);
  const box = await startOutbox(t, () => ({
    email: createEmailSender({ smtpUrl, to: MERCHANT, timeoutMs: 2_000 }),
  }));
  const send = async (content: Notification) => {
    const id = await box.add(content.data.checkout.id, {
      channel: "email",
      payload: JSON.stringify(content),
    });
    await box.run();
    return id;
  };
  return { ...box, mailbox, send };
}

const OTHER_HEADERS =
  /^(?:from|to|subject|message-id|references|date|mime-version|content-type|content-transfer-encoding|auto-submitted)$/;

function assertPlain({ headers, to }: Mail): void {
  for (const name of headers.keys()) assert.match(name, OTHER_HEADERS);
  assert.deepEqual(to, [MERCHANT]);
}

describe("an e-mail to the merchant", () => {
  test("says what happened, how much, what to do, and where to find it", async (t) => {
    const { mailbox, send } = await start(t);
    const content = notification(
      {},
      { reference: "Grüße 7", referenceSource: "page", quantity: 2, txHashes: ["0xaa01", "0xaa02"] },
    );

    const id = await send(content);

    const [mail] = mailbox.mails;
    assert.ok(mail);
    assertPlain(mail);
    assert.equal(mail.headers.get("subject"), "Paid: 10 USDC-base, 2 × sticker");
    assert.equal(mail.headers.get("message-id"), `<${id}@example.com>`);
    assert.equal(mail.from, SMTP_USER);
    assert.equal(
      mail.text,
      `Paid: 10 USDC-base, 2 × sticker

You can deliver.

Product: 2 × sticker
Price: 10 USDC-base
Received: 10 USDC-base
Reference (sent by the web page, not verified): “Grüße 7”

Order: ${content.data.checkout.id}
Request: 01ab
Transaction: 0xaa01
Transaction: 0xaa02
When: 2026-03-01 12:05 UTC
`,
    );
  });

  test("comes from the merchant's own address where the account is no address", async (t) => {
    const { mailbox, send } = await start(t, (url) => url.replace(/\/\/.*@/, "//"));

    const id = await send(notification());

    assert.equal(mailbox.mails[0]?.from, MERCHANT);
    assert.equal(mailbox.mails[0].headers.get("message-id"), `<${id}@shop.example>`);
  });

  test("does not mark a reference that the merchant has signed", () => {
    const { text } = toEmailText(notification({}, { reference: "A-7", referenceSource: "offer" }));

    assert.match(text, /^Reference: A-7$/m);
  });

  test("has one sentence of advice for every reason, and another one for each", () => {
    const advice = REASONS.map((reason) => {
      const isPaid = reason === "second_payment" || reason === "offramp_bounced";
      return (
        toEmailText(notification({ status: isPaid ? "paid" : "review", reason })).text.split("\n")[2] ?? ""
      );
    });

    assert.equal(new Set(advice).size, REASONS.length);
    for (const sentence of advice) assert.match(sentence, /^[A-Z][^.]+\.$/);
  });

  const remarks: [string, Parameters<typeof notification>[0], RegExp][] = [
    ["a second payment", { reason: "second_payment", excess: "10" }, /^Paid twice: .*pay the second/s],
    ["too much", { excess: "2" }, /pay the rest back.*Above the price: 2 USDC-base/s],
    ["money that came late", { late: true }, /^Paid late: .*after the link had expired/s],
    ["a bounced transfer", { reason: "offramp_bounced" }, /^Bank transfer bounced: /],
    ["a refund", { status: "refunded", amountRefunded: "10" }, /do not deliver.*Refunded: 10 USDC-base/s],
    ["a review", { status: "review", reason: "below_price", amountPaid: "7" }, /^Needs review: .*: 7 USDC/s],
    [
      "a review that was resolved as paid",
      { reason: "below_price" },
      /^Paid: .*You have resolved this order/s,
    ],
  ];
  for (const [name, checkout, expected] of remarks) {
    test(`tells of ${name}`, () => {
      assert.match(toEmailText(notification(checkout)).text, expected);
    });
  }

  test("names no amount where the token or the owner is unknown, and never advises to pay that back", () => {
    const unknown = [
      "wrong_payee",
      "wrong_currency",
      "wrong_network",
      "amount_unknown",
      "owner_unproven",
    ] as const;
    for (const reason of unknown) {
      for (const status of ["review", "paid"] as const) {
        const { text } = toEmailText(
          notification({ status, reason, amountPaid: "24999", excess: "24989", amountRefunded: "3" }),
        );

        assert.doesNotMatch(text, /24999|24989|\b3\b|back/);
      }
    }
    for (const reason of REASONS.filter((one) => one !== "second_payment"))
      assert.doesNotMatch(toEmailText(notification({ status: "review", reason })).text, /back/);
  });

  test("cuts a page's reference to 80 characters, and quotes it", () => {
    const { text } = toEmailText(notification({}, { reference: "x".repeat(255), referenceSource: "page" }));

    assert.match(text, /not verified\): “x{79}…”$/m);
  });

  // input: R10
  test("nothing from outside adds a header, a recipient or a line", async (t) => {
    const { mailbox, send } = await start(t);
    const evil = "a\r\nBcc: thief@evil.example\r\n\r\nOrder: 0\u2028Order: 1\u202eOrder: 2";

    await send(notification({ currency: evil }, { reference: evil, product: evil, requestIds: [evil] }));
    await send(notification({}, { reference: evil, product: evil, requestIds: [evil], txHashes: [evil] }));

    assert.equal(mailbox.mails.length, 1, "a currency that is none is refused");
    const [mail] = mailbox.mails;
    assert.ok(mail);
    assertPlain(mail);
    assert.equal(mail.text.match(/^Order: /gm)?.length, 1);
    assert.doesNotMatch(mail.text, /\u202e|\u2028/);
  });

  test("its subject is one line, whatever is in it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (product) => {
        const { subject } = toEmailText(notification({}, { product }));
        return !/[\p{Cc}\u2028\u2029]/u.test(subject);
      }),
    );
  });

  test("is the same message on every try, until the server takes it", async (t) => {
    const { mailbox, send, run, rows, time } = await start(t);
    mailbox.refusal = "mailbox full";

    const id = await send(notification());
    assert.match((await rows())[0]?.last_error ?? "", /mailbox full/);
    mailbox.refusal = undefined;
    time.now += 5_000;
    await run();
    time.now += MINUTE;
    await run();

    assert.deepEqual(
      mailbox.mails.map(({ headers }) => headers.get("message-id")),
      [`<${id}@example.com>`],
    );
    assert.equal((await rows())[0]?.state, "sent");
  });

  test("a refused password is told without the password", async (t) => {
    const { send, rows, log } = await start(t, (url) => url.replace("shop%40", "shops%40"));

    await send(notification());

    const [row] = await rows();
    assert.match(row?.last_error ?? "", /no such account: shops@example\.com with …/);
    for (const secret of [SMTP_PASSWORD, encodeURIComponent(SMTP_PASSWORD), btoa(SMTP_PASSWORD)])
      assert.ok(!JSON.stringify([row, log]).includes(secret));
  });

  test("a server that says nothing is left after the timeout", async (t) => {
    const silent = createServer().listen(0, "127.0.0.1");
    t.after(() => silent.close());
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const send = createEmailSender({ smtpUrl: `smtp://127.0.0.1:${port}`, to: MERCHANT, timeoutMs: 100 });

    await assert.rejects(
      send({ id: "msg_1", payload: JSON.stringify(notification()) }, new AbortController().signal),
      /greeting never received|timeout/i,
    );
  });
});
