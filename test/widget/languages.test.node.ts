import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { describe, it } from "node:test";
import { sayStatus } from "../../widget/engine/story.ts";
import { readTyped } from "../../widget/engine/typed-amount.ts";
import { ENGLISH } from "../../widget/i18n/english.ts";
import { sayAmount } from "../../widget/i18n/format.ts";
import { FIRST_ENGLISH, type Labels } from "../../widget/i18n/labels.ts";
import { builtIn } from "../../widget/i18n/load-language.ts";
import { wordsOf } from "../../widget/i18n/words.ts";
import { importChunk } from "../../widget/lib/import-chunk.ts";

const CODES = readdirSync("widget/i18n/languages").map((file) => file.replace(".ts", ""));
const english = { ...wordsOf("en"), ...FIRST_ENGLISH, ...ENGLISH } as Labels;
const names = Object.keys(english).sort() as (keyof Labels)[];

function placeholders(text: string): string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

it("there are fourteen languages, English among them", () => {
  assert.deepEqual(CODES, ["ar", "de", "es", "fr", "hi", "it", "ja", "ko", "nl", "pl", "pt", "tr", "zh"]);
});

for (const code of CODES) {
  describe(`the texts in ${code}`, async () => {
    const { LABELS: labels } = await importChunk(code as "de");

    it("are complete", () => {
      assert.deepEqual(Object.keys(labels).sort(), names);
      for (const name of names) assert.match(labels[name], /\p{L}|\{amount\}/u, name);
    });

    it("hold exactly the placeholders of English", () => {
      for (const name of names)
        assert.deepEqual(placeholders(labels[name]), placeholders(english[name]), name);
    });

    it("are all translated", () => {
      const same = names.filter((name) => labels[name] === english[name]);

      assert.deepEqual(same, []);
    });

    it("say that nothing was charged in one text only, which is shown where that is known", () => {
      const sentences = (text: string) => text.split(/[.。।，]\s*/u).filter(Boolean);
      const others = names.filter((name) => name !== "error").flatMap((name) => sentences(labels[name]));
      const own = sentences(labels.error).filter((sentence) => !others.includes(sentence));

      assert.equal(own.length, 1, labels.error);
    });

    it("repeat what the button says before the press", () => {
      const { pay, amount } = labels;

      assert.deepEqual({ pay, amount }, wordsOf(code));
    });

    it("isolate what is filled in where the text runs from right to left, and close each isolate", () => {
      const opened =
        Object.values(labels)
          .join("")
          .match(/[\u2066-\u2068]/g)?.length ?? 0;
      const closed =
        Object.values(labels)
          .join("")
          .match(/\u2069/g)?.length ?? 0;

      assert.equal(opened > 0, code === "ar");
      assert.equal(opened, closed);
    });
  });
}

describe("the built-in language", () => {
  for (const [tag, code] of [
    ["pt-BR", "pt"],
    ["pt_PT", "pt"],
    ["es-MX", "es"],
    ["de-AT", "de"],
    ["DE", "de"],
    ["zh-CN", "zh"],
    ["zh-Hant-TW", "zh"],
    ["ar-EG", "ar"],
    ["en-GB", "en"],
    ["sv", "en"],
    ["fil", "en"],
    ["arz", "en"],
    ["", "en"],
    ["|", "en"],
    ["de-", "de"],
    ["not a language!", "en"],
  ])
    it(`for ${JSON.stringify(tag)} is ${code}`, () => {
      assert.equal(builtIn(tag ?? ""), code);
    });
});

describe("an amount", () => {
  const say = (lang: string) =>
    sayAmount(
      { amount: "1234.5", currency: "USDC-base" },
      { lang, spoken: lang, labels: wordsOf(lang) ?? {} },
    );

  it("is said as each language says it", () => {
    assert.equal(say("de"), "1.234,5 USDC auf Base");
    assert.equal(say("tr"), "Base ağında 1.234,5 USDC");
    assert.equal(say("ja"), "1,234.5 USDC（Base）");
    assert.equal(say("hi"), "Base पर 1,234.5 USDC");
    assert.match(say("fr"), /^1\s234,5 USDC sur Base$/);
  });

  it("keeps its order in Arabic", () => {
    assert.match(say("ar"), /^\u2066[\d٠-٩.,٬٫]+ USDC\u2069 على \u2066Base\u2069$/);
  });
});

for (const [tag, amount] of [
  ["de_DE", "1.500,5"],
  ["pt_BR", "1.500,5"],
  ["de-", "1.500,5"],
  ["es-ES", "1500,5"],
  ["xx", "1,500.5"],
  ["not a language!", "1,500.5"],
] as const)
  it(`numbers in ${JSON.stringify(tag)} are those of the texts, shown and typed`, () => {
    const voice = { lang: tag.replace("_", "-"), spoken: "en", labels: { amount: "{amount}" } };

    assert.equal(sayAmount({ amount: "1500.5", currency: "USDC-base" }, voice), amount);
    assert.equal(readTyped("1.500", voice.lang), amount.endsWith(",5") ? "" : "1.5");
  });

it("a date is written in the language of the text around it, not in one that is not built in", async () => {
  const checkout = {
    id: "1",
    status: "paid",
    amount: "10",
    currency: "USDC-base",
    amountPaid: "10",
    securePaymentUrl: null,
    expiresAt: "2026-03-15T14:30:00.000Z",
    updatedAt: "2026-03-15T14:30:00.000Z",
  } as const;

  assert.match(
    sayStatus(checkout, { lang: "cs", spoken: "en", labels: english }),
    /received on Mar 15, 2026/,
  );
});
