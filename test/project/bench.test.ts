import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { toChart } from "../bench/chart.ts";
import { type Group, ratio, runGroup, share, value } from "../bench/method.ts";
import { format, replaceBetween, toTable } from "../bench/table.ts";

const OPTIONS = { rounds: 3, warmUpMs: 0, measureMs: 0, scale: 1 };

/** Two variants whose numbers are given, round by round. */
function groupOf(a: number[], b: number[], more: Partial<Group> = {}): { group: Group; ran: string[] } {
  const ran: string[] = [];
  const variant = (name: string, rates: number[]) => {
    const left = [...rates];
    return async () => {
      ran.push(name);
      return { rate: left.shift() ?? 0, half: 0.5 };
    };
  };
  const group: Group = {
    name: "test",
    variants: { a: variant("a", a), b: variant("b", b) },
    measures: [
      { row: "1", title: "a ÷ b", read: ratio("a", "b"), aim: { atLeast: 2 } },
      { row: "2", title: "a", read: value("a"), unit: "/s", aim: { atMost: 10 } },
      { row: "3", title: "half", read: share("a", "half", "rate") },
    ],
    ...more,
  };
  return { group, ran };
}

const silent = () => {};

describe("the bench's method", () => {
  test("runs forwards and backwards in turn", async () => {
    const { group, ran } = groupOf([1, 1, 1], [1, 1, 1]);

    await runGroup(group, OPTIONS, silent);

    assert.deepEqual(ran, ["a", "b", "b", "a", "a", "b"]);
  });

  test("takes a ratio within its round, then the median, and shows the spread", async () => {
    const { group } = groupOf([20, 90, 10], [10, 10, 10]);

    const [first, second, third] = (await runGroup(group, OPTIONS, silent)).results;

    assert.deepEqual([first?.median, first?.min, first?.max, first?.met], [2, 1, 9, true]);
    assert.deepEqual([second?.median, second?.met], [20, false]);
    assert.equal(third?.median, 0.025);
    assert.equal(third?.met, undefined);
  });

  test("takes the middle of the two middle ones of an even number", async () => {
    const { group } = groupOf([1, 2, 4, 30], [1, 1, 1, 1]);

    const { results } = await runGroup(group, { ...OPTIONS, rounds: 4 }, silent);

    assert.equal(results[0]?.median, 3);
  });

  test("fails where a variant fails, and ends what it has prepared", async () => {
    let isClosed = false;
    const close = async () => {
      isClosed = true;
    };
    const fail = async () => {
      throw new Error("answered 500, not 200");
    };
    const { group } = groupOf([], [], { prepare: async () => ({ close }), variants: { a: fail } });

    await assert.rejects(runGroup(group, OPTIONS, silent), /answered 500/);
    assert.equal(isClosed, true);
  });

  test("runs no more rounds than a group allows", async () => {
    const { group, ran } = groupOf([1], [1], { mostRounds: 1 });

    await runGroup(group, OPTIONS, silent);

    assert.deepEqual(ran, ["a", "b"]);
  });
});

describe("the bench's results", () => {
  const results = async () =>
    (await runGroup(groupOf([20, 90, 10], [10, 10, 10]).group, OPTIONS, silent)).results;

  test("make a table that shows the losses, too", async () => {
    const table = toTable(await results());

    assert.match(table, /\| 1 \| a ÷ b \| 2\.00 \| 1\.00 to 9\.00 \| ≥ 2 \| met \|/);
    assert.match(table, /\| 2 \| a \| 20\.0 \/s \| 10\.0 to 90\.0 \| ≤ 10 \| missed \|/);
    assert.match(table, /\| 3 \| half \| 0\.0250 \| .* \| {2}\| {2}\|/);
  });

  test("make a chart of what has an aim, for light and dark", async () => {
    const chart = toChart(await results());

    assert.equal(chart.match(/<rect class="met"/g)?.length, 1);
    assert.equal(chart.match(/<rect class="missed"/g)?.length, 1);
    assert.match(chart, /prefers-color-scheme: dark/);
  });

  test("are written with three digits that mean something", () => {
    assert.deepEqual([1234.5, 99.94, 1.005, 0.012345].map(format), ["1235", "99.9", "1.00", "0.0123"]);
  });

  test("go between the marks of a document, and nowhere else", () => {
    assert.equal(
      replaceBetween("a\n<!-- bench -->\nold\n<!-- /bench -->\nb", "new"),
      "a\n<!-- bench -->\nnew\n<!-- /bench -->\nb",
    );
    assert.throws(() => replaceBetween("no marks", "new"), /must stand in it once/);
  });

  test("go between the marks of a document that speaks of them", () => {
    const spoken = "between `<!-- bench -->` and `<!-- /bench -->`\n";

    assert.equal(
      replaceBetween(`${spoken}<!-- bench -->\n<!-- /bench -->`, "new"),
      `${spoken}<!-- bench -->\nnew\n<!-- /bench -->`,
    );
  });
});
