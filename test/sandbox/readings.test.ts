import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { configFromEnv } from "../../demo/sandbox/config.ts";
import {
  completeReadings,
  DEFAULT_READINGS,
  drawReadings,
  formatReadings,
  lettersOf,
  parseReadings,
  QUESTIONS,
  READINGS,
} from "../../demo/sandbox/model/readings.ts";
import { startSandbox } from "./harness.ts";

test("readings › there are sixteen questions, each with a default among at least two readings", () => {
  assert.equal(QUESTIONS.length, 16);
  for (const question of QUESTIONS) {
    assert.ok(lettersOf(question).length >= 2);
    assert.ok(lettersOf(question).includes(DEFAULT_READINGS[question]));
  }
});

test("readings › a choice is laid over the defaults, and net amounts bring fees that the payee bears", () => {
  assert.deepEqual(completeReadings({ R1: "c" }), { ...DEFAULT_READINGS, R1: "c" });
  assert.equal(completeReadings({ R4: "c" }).R10, "b");
  assert.equal(completeReadings({ R4: "c", R10: "c" }).R10, "c");
});

test("readings › random ones are the same for the same seed, and all come up", () => {
  assert.deepEqual(drawReadings(7), drawReadings(7));
  const drawn = Array.from({ length: 200 }, (_, seed) => drawReadings(seed));
  for (const question of QUESTIONS) {
    const letters = new Set<string>(drawn.map((readings) => readings[question]));
    assert.deepEqual([...letters].sort(), lettersOf(question));
  }
});

test("readings › are written as they are read", () => {
  const readings = drawReadings(3);

  assert.deepEqual(parseReadings(formatReadings(readings)), readings);
  assert.throws(() => parseReadings("R1=z"), /no reading R1=z/);
  assert.throws(() => parseReadings("R99=a"), /no reading R99=a/);
});

test("SANDBOX_READINGS › takes a list, or random with a seed that is told", () => {
  const chosen = configFromEnv({ SANDBOX_READINGS: "R1=b, R4=c" });
  const random = configFromEnv({ SANDBOX_READINGS: "random", SANDBOX_SEED: "7" });
  const unseeded = configFromEnv({ SANDBOX_READINGS: "random" });

  assert.deepEqual(chosen.options.readings, { R1: "b", R4: "c" });
  assert.match(chosen.choice, /^R1=b,.*R4=c,/);
  assert.deepEqual(random.options.readings, drawReadings(7));
  assert.match(random.choice, /\(seed 7\)$/);
  const [, seed] = /\(seed (\d+)\)$/.exec(unseeded.choice) ?? [];
  assert.deepEqual(unseeded.options.readings, drawReadings(Number(seed)));
  assert.throws(() => configFromEnv({ SANDBOX_READINGS: "R1=z" }), /SANDBOX_READINGS: must be random/);
});

test("GET /sandbox/readings › tells what is in force", async (t) => {
  const { call } = startSandbox(t, { api: "0.13", events: "both", readings: { R6: "b" } });

  const wire = await call(200, { url: "/sandbox/readings" });

  assert.partialDeepStrictEqual(wire, {
    api: "0.13",
    events: "both",
    readings: { R1: "a", R6: "b" },
    feeBps: 0,
  });
});

test("README › its table has every reading in the words of the code", () => {
  const readme = readFileSync(new URL("../../demo/sandbox/README.md", import.meta.url), "utf8");
  const rows = QUESTIONS.map((name) => {
    const { question, a, b, ...rest } = READINGS[name];
    return `| ${name} | ${question} | ${a} | ${b} | ${"c" in rest ? rest.c : "–"} |`;
  });

  assert.ok(readme.includes(`| --- | --- | --- | --- | --- |\n${rows.join("\n")}\n`));
});
