import assert from "node:assert/strict";
import { globSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { parseAst } from "vite";

type Node = { type: string; [name: string]: unknown };

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function childrenOf(node: Node): Node[] {
  return Object.values(node).flat().filter(isNode);
}

/** A call that is handed a transaction, or is one of its own. */
function usesTransaction({ type, callee, arguments: given }: Node): boolean {
  if (type !== "CallExpression") return false;
  const [first] = given as Node[];
  const { object } = callee as { object?: Node };
  return first?.name === "tx" || object?.name === "tx";
}

/** Whether a promise of the transaction is dropped in this expression. */
function dropsPromise(node: Node): boolean {
  if (node.type === "AwaitExpression" || node.type.endsWith("FunctionExpression")) return false;
  return usesTransaction(node) || childrenOf(node).some(dropsPromise);
}

/** The statements of a source that go on without what they have asked of a transaction. */
function findDropped(source: string, node: Node): string[] {
  const own =
    node.type === "ExpressionStatement" && dropsPromise(node.expression as Node)
      ? [source.slice(Number(node.start), Number(node.end))]
      : [];
  return [...own, ...childrenOf(node).flatMap((child) => findDropped(source, child))];
}

function parse(source: string): Node {
  return parseAst(source, { lang: "ts" }) as unknown as Node;
}

test("every statement waits for what it asks of a transaction", () => {
  const files = globSync("server/**/*.ts");
  const dropped = files.flatMap((file) => {
    const source = readFileSync(file, "utf8");
    return findDropped(source, parse(source)).map((statement) => `${file}: ${statement}`);
  });

  assert.deepEqual(dropped, []);
  assert.ok(files.length > 150, `${files.length}`);
});

test("a statement that does not wait is found", () => {
  const bad = `async function f(tx, row) {
    await save(tx, row);
    const rows = await tx.query("SELECT 1");
    save(tx, row);
    tx.execute("DELETE FROM x");
    if (row) (await row.status) === "expired" ? free(tx, row) : hold(tx, row);
    each.forEach(async (one) => { hold(tx, one); });
  }`;

  assert.equal(findDropped(bad, parse(bad)).length, 4);
});
